import { Icon } from '../shell/icons.js';
import type { PageProps } from '../shell/page.js';
import { marks } from './route.js';
import { LimitMeters } from './limit-meters.js';
import type { RequestLog } from './use-requests.js';

export interface RequestsHeadProps extends PageProps {
  log: RequestLog;
  onClear(): void;
}

export function RequestsHead({ log, onClear, ...page }: RequestsHeadProps) {
  const { route, list, navigate } = log;
  return (
    <header class="page-head">
      <div class="page-title">
        <h1>Requests</h1>
        <button type="button" class="button quiet small" disabled={list.rows.length === 0} onClick={onClear}>
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
      <LimitMeters {...page} log={log} />
      {list.phase === 'failed' && (
        <p class="notice state-bounced" role="alert">
          <Icon name="info" /> <span>{list.issue}</span>
        </p>
      )}
    </header>
  );
}
