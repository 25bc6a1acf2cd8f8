import { Icon } from '../../shell/icons.js';
import { FilterRow } from './filter-row.js';
import { ListActions } from './list-actions.js';
import type { ListActionsProps } from './list-actions.js';
import { SearchBox } from './search-box.js';

export interface ListHeadProps extends ListActionsProps {
  text: string;
  /** Why the rows shown are not the ones asked for; null when they are. */
  issue: string | null;
  onInput(text: string): void;
  onFilter(q: string): void;
}

export const ListHead = (props: ListHeadProps) => (
  <header class="list-head">
    <h1 class="hidden">Inbox</h1>
    <SearchBox {...props} />
    <FilterRow {...props} />
    <ListActions {...props} />
    {props.issue !== null && (
      <p class="notice state-bounced" role="alert">
        <Icon name="info" /> <span>{props.issue}</span>
      </p>
    )}
  </header>
);
