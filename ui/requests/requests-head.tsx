import type { Control } from '../shell/control.js';
import { Icon } from '../shell/icons.js';
import { marks } from './route.js';
import { LimitMeters } from './limit-meters.js';
import type { RequestLog } from './use-requests.js';

export interface RequestsHeadProps {
  log: RequestLog;
  control: Control;
  onClear(): void;
}

export function RequestsHead({ log, control, onClear }: RequestsHeadProps) {
  const { route, state, navigate } = log;
  return (
    <header class="page-head">
      <div class="page-title">
        <h1>Requests</h1>
        <button
          type="button"
          class="button quiet small"
          disabled={state.calls.length === 0}
          onClick={onClear}
        >
          <Icon name="trash" size={14} /> Empty
        </button>
      </div>
      <div class="page-tools">
        <div class="search" role="search">
          <Icon name="search" />
          <input
            id="search"
            type="search"
            placeholder="Path, such as contacts or /v2/*/send"
            aria-label="Path"
            autocomplete="off"
            spellcheck={false}
            value={route.path}
            onInput={(event) => navigate({ path: event.currentTarget.value }, 'replace')}
          />
        </div>
        <div class="filters">
          {marks.map(({ mark, word, hint }) => (
            <button
              key={mark}
              type="button"
              class="filter"
              title={hint}
              aria-pressed={route.is === mark}
              onClick={() => navigate({ is: route.is === mark ? null : mark }, 'replace')}
            >
              {word}
            </button>
          ))}
        </div>
      </div>
      <LimitMeters control={control} arrivals={state.arrivals} />
      {state.phase === 'failed' && (
        <p class="notice state-bounced" role="alert">
          <Icon name="info" /> <span>{state.issue}</span>
        </p>
      )}
    </header>
  );
}
