import { Icon } from '../../shell/icons.js';
import { FilterRow } from './filter-row.js';
import { ListActions } from './list-actions.js';
import type { ListActionsProps } from './list-actions.js';
import { SearchBox } from './search-box.js';
import { useSavedSearches } from './use-saved-searches.js';

export interface ListHeadProps extends ListActionsProps {
  text: string;
  /** Names of campaigns by id, as far as they are known. */
  campaigns: Readonly<Record<string, string>>;
  /** Why the rows shown are not the ones asked for; null when they are. */
  issue: string | null;
  onInput(text: string): void;
  onFilter(q: string): void;
}

export function ListHead(props: ListHeadProps) {
  const saved = useSavedSearches();
  return (
    <header class="list-head">
      <h1 class="hidden">Inbox</h1>
      <SearchBox {...props} saved={saved} />
      <FilterRow {...props} saved={saved.searches} />
      <ListActions {...props} />
      {props.issue !== null && (
        <p class="notice state-bounced" role="alert">
          <Icon name="info" /> <span>{props.issue}</span>
        </p>
      )}
    </header>
  );
}
