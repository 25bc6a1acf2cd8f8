import { FilterButtons } from '../shell/lists/filter-buttons.js';
import { Icon } from '../shell/icons.js';
import type { PageProps } from '../shell/page.js';
import { SearchField } from '../shell/lists/search-field.js';
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
        <SearchField
          label="Path"
          placeholder="Path, such as contacts or /v2/*/send"
          value={route.path}
          onSearch={(path) => navigate({ path }, 'replace')}
        />
        <FilterButtons
          label="What is shown"
          choices={marks}
          chosen={route.is}
          onChoose={(is) => navigate({ is }, 'replace')}
        />
      </div>
      <LimitMeters {...page} log={log} />
      {list.phase === 'failed' && list.rows.length > 0 && (
        <p class="notice state-bounced" role="alert">
          <Icon name="info" /> <span>The list is as it was: {list.issue}</span>
        </p>
      )}
    </header>
  );
}
