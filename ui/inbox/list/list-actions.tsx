import { Icon } from '../../shell/icons.js';
import { useLoaded } from '../../shell/loading/use-loaded.js';
import type { Notices } from '../../shell/use-mail-notices.js';

/** Fetched when rows are first picked. */
const loadPicked = async () => (await import('./picked-actions.js')).PickedActions;

export interface ListActionsProps {
  notices: Notices;
  total: number;
  unread: number;
  /** How many match the search; null without one. */
  matches: number | null;
  /** Whether `matches` is all that match, or at least as many. */
  isExact: boolean;
  /** Whether the rows are not those that were asked for: then nothing is done to all of them. */
  isFailed: boolean;
  /** How many rows are picked. */
  picked: number;
  onMarkAllRead(): void;
  onRemoveAll(): void;
  onMarkPicked(read: boolean): void;
  onRemovePicked(): void;
  onUnpick(): void;
}

/** What the list holds and what can be done with all of it; while rows are picked, with those. */
export function ListActions(props: ListActionsProps) {
  const { value: PickedActions } = useLoaded(
    props.picked > 0 ? loadPicked : null,
    'What to do with the selection',
    props.onUnpick,
  );
  return PickedActions ? <PickedActions {...props} /> : <AllActions {...props} />;
}

const countOf = ({ matches, isExact }: ListActionsProps): string =>
  `${(matches ?? 0).toLocaleString()}${isExact ? '' : '+'}`;

/** What is left where there is no room is never "Delete" alone. */
function removeWord({ matches, isExact }: ListActionsProps): string {
  if (matches === null) return 'Delete\u00a0all';
  return matches > 0 && isExact
    ? `Delete\u00a0the\u00a0${matches.toLocaleString()} that\u00a0match`
    : 'Delete\u00a0what\u00a0matches';
}

function AllActions(props: ListActionsProps) {
  const { total, unread, matches, isFailed } = props;
  const isNone = isFailed || (matches === null ? total === 0 : matches === 0);
  // Off it keeps the focus: its own act switches it off.
  const isRead = unread === 0 || isNone;
  return (
    <div class="counts counts-all">
      <span data-testid="counts">
        {matches === null ? (
          <>
            <b>{total.toLocaleString()}</b> {total === 1 ? 'message' : 'messages'}
            {unread > 0 && <span> · {unread.toLocaleString()} unread</span>}
          </>
        ) : (
          <>
            <b>{countOf(props)}</b>
            <span> of {total.toLocaleString()} match</span>
          </>
        )}
      </span>
      <span class="counts-tools">
        <NoticeSwitch {...props.notices} />
        <button
          type="button"
          class="button quiet small square"
          aria-label="Mark all as read"
          title={
            unread === 0 ? 'All mail is read' : `Mark ${matches === null ? 'all' : 'all that match'} as read`
          }
          aria-disabled={isRead}
          onClick={isRead ? undefined : props.onMarkAllRead}
        >
          <Icon name="mail" size={14} />
        </button>
        <button
          type="button"
          class="button quiet small"
          disabled={isNone}
          title={isFailed ? 'Not the list that was asked for' : removeWord(props)}
          onClick={props.onRemoveAll}
        >
          <Icon name="trash" size={14} /> <span>{removeWord(props)}</span>
        </button>
      </span>
    </div>
  );
}

const noticeTitle = (isOn: boolean | null): string => {
  if (isOn === null) return 'This browser gives this page no notifications';
  return isOn ? 'Notifications are on' : 'Notify me of new mail while this page is hidden';
};

const NoticeSwitch = ({ isOn, toggle }: Notices) => (
  <button
    type="button"
    class="button quiet small square"
    aria-label="Notifications of new mail"
    aria-pressed={isOn === true}
    title={noticeTitle(isOn)}
    disabled={isOn === null}
    onClick={toggle}
  >
    <Icon name="bell" size={14} />
  </button>
);
