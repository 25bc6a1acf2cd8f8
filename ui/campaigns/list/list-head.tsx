import { Icon } from '../../shell/icons.js';
import { states, statuses } from '../campaign-words.js';
import { closed } from '../route.js';
import type { Campaigns } from '../use-campaigns.js';

export const ListHead = ({ campaigns: { route, list, navigate, hrefOf } }: { campaigns: Campaigns }) => (
  <header class="page-head">
    <div class="page-title">
      <h1>Campaigns</h1>
      <a class="button primary" href={hrefOf({ ...closed, id: 'new' })}>
        <Icon name="plus" size={14} /> New campaign
      </a>
    </div>
    <div class="page-tools">
      <div class="search" role="search">
        <Icon name="search" />
        <input
          id="search"
          type="search"
          dir="auto"
          placeholder="Name or subject"
          aria-label="Name or subject"
          autocomplete="off"
          spellcheck={false}
          value={route.search}
          onInput={(event) => navigate({ search: event.currentTarget.value }, 'replace')}
        />
      </div>
      <div class="filters" role="group" aria-label="State">
        {statuses.map((status) => (
          <button
            key={status}
            type="button"
            class="filter"
            aria-pressed={route.status === status}
            onClick={() => navigate({ status: route.status === status ? null : status }, 'replace')}
          >
            {states[status].word}
          </button>
        ))}
      </div>
    </div>
    {list.phase === 'failed' && list.rows.length > 0 && (
      <p class="notice state-bounced" role="alert">
        <Icon name="info" /> <span>The list is as it was: {list.issue}</span>
      </p>
    )}
  </header>
);
