import { FilterButtons } from '../shell/lists/filter-buttons.js';
import { Icon } from '../shell/late-icons.js';
import type { PageProps } from '../shell/page.js';
import { SearchField } from '../shell/lists/search-field.js';
import { isNarrowed, statuses } from './route.js';
import { TagFilter } from './tag-filter.js';
import type { Contacts } from './use-contacts.js';

/** The name of the page, what can be made, and what the list is narrowed by. */
export function ContactsHead({ contacts, info }: PageProps & { contacts: Contacts }) {
  const { route, list, navigate } = contacts;
  return (
    <header class="page-head">
      <div class="page-title">
        <div class="contacts-heading">
          <h1>Contacts</h1>
          <p class="contacts-count muted" data-testid="contacts-count">
            {(list.total > 0 || isNarrowed(route)) &&
              countWords(list.total, isNarrowed(route) ? (info?.workspace.counts.contacts ?? null) : null)}
          </p>
        </div>
        <span class="contacts-actions">
          <button
            type="button"
            class="button quiet"
            onClick={() => navigate({ opened: { at: 'import' } }, 'push')}
          >
            <Icon name="download" size={14} />{' '}
            <span>
              Import<span class="contacts-wide"> CSV</span>
            </span>
          </button>
          <button
            type="button"
            class="button primary"
            onClick={() => navigate({ opened: { at: 'new' } }, 'push')}
          >
            <Icon name="plus" size={14} />{' '}
            <span>
              Add<span class="contacts-wide"> a contact</span>
            </span>
          </button>
        </span>
      </div>
      <div class="page-tools">
        <SearchField
          label="Search contacts"
          title="Looks in address, name, company and phone"
          value={route.search}
          onSearch={(search) => navigate({ search }, 'replace')}
        />
        <FilterButtons
          label="Status"
          choices={statuses}
          chosen={route.status}
          onChoose={(status) => navigate({ status }, 'replace')}
        />
        <TagFilter contacts={contacts} />
      </div>
      {list.phase === 'failed' && list.total > 0 && (
        <p class="notice state-bounced" role="alert">
          <Icon name="info" /> <span>The list is as it was: {list.issue}</span>
        </p>
      )}
    </header>
  );
}

/** "2,500 contacts", "12 of 2,500 contacts match". */
function countWords(total: number, of: number | null): string {
  const word = (of ?? total) === 1 ? 'contact' : 'contacts';
  return of === null
    ? `${total.toLocaleString()} ${word}`
    : `${total.toLocaleString()} of ${of.toLocaleString()} ${word} ${total === 1 ? 'matches' : 'match'}`;
}
