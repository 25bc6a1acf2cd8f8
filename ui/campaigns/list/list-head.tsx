import { FilterButtons } from '../../shell/lists/filter-buttons.js';
import { Icon } from '../../shell/late-icons.js';
import { SearchField } from '../../shell/lists/search-field.js';
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
      <SearchField
        label="Name or subject"
        value={route.search}
        onSearch={(search) => navigate({ search }, 'replace')}
      />
      <FilterButtons
        label="State"
        choices={statuses.map((value) => ({ value, word: states[value].word }))}
        chosen={route.status}
        onChoose={(status) => navigate({ status }, 'replace')}
      />
    </div>
    {list.phase === 'failed' && list.total > 0 && (
      <p class="notice state-bounced" role="alert">
        <Icon name="info" /> <span>The list is as it was: {list.issue}</span>
      </p>
    )}
  </header>
);
