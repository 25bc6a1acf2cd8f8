import type { ListRows } from './list-rows.js';
import type { ListState } from './list-state.js';
import { NewAbove } from './new-above.js';
import { MailRow, rowId } from './mail-row.js';
import type { ShowRows } from './use-list.js';
import { rowRem, useWindow } from './use-window.js';

export interface MailListProps {
  state: ListState;
  list: ListRows;
  campaigns: Readonly<Record<string, string>>;
  openId: string | null;
  cursor: string | null;
  /** The row that the cursor is on its way to, until that is held. */
  goal: number | null;
  now: number;
  picked: ReadonlySet<string>;
  /** Mails that came in since the page was loaded. */
  arrivals: number;
  onClick(id: string, event: MouseEvent): void;
  /** Searches for the mail of a campaign. */
  onCampaign(q: string): void;
  onKeyDown(event: KeyboardEvent): void;
  show: ShowRows;
  retry(): void;
  onClear(): void;
}

export function MailList(props: MailListProps) {
  const { state, list, cursor, goal, campaigns, openId, now, show } = props;
  const wanted = goal ?? (cursor === null ? -1 : list.indexOf(cursor));
  const view = useWindow({ list, blocks: state.blocks, q: state.q, wanted, cursor: goal ?? cursor, show });
  const { first, last } = view;
  const isCursorShown = cursor !== null && wanted >= first && wanted < last && goal === null;
  return (
    <div class="rows-place">
      <NewAbove arrivals={props.arrivals} isAtTop={view.isAtTop} onShow={view.toTop} />
      {/* Beside the listbox, which may hold options alone. */}
      {list.length === 0 && state.phase !== 'loading' && <NoRows {...props} />}
      <div
        ref={view.ref}
        class="rows"
        role="listbox"
        aria-label="Messages"
        aria-multiselectable="true"
        aria-busy={state.phase === 'loading'}
        aria-activedescendant={isCursorShown ? rowId(cursor) : undefined}
        tabIndex={0}
        onScroll={view.onScroll}
        onKeyDown={props.onKeyDown}
      >
        <div class="sizer" role="presentation" style={{ height: `${list.length * rowRem}rem` }}>
          {Array.from({ length: last - first }, (_, at) => {
            const index = first + at;
            const mail = list.at(index);
            if (!mail) return <RowSkeleton key={`place ${index}`} top={index * rowRem} />;
            return (
              <MailRow
                key={mail.id}
                {...{ mail, index, now }}
                count={list.isExact ? list.length : -1}
                top={index * rowRem}
                isOpen={mail.id === openId}
                isCursor={mail.id === cursor}
                isFresh={state.fresh.has(mail.id)}
                isPicked={props.picked.has(mail.id)}
                campaign={(mail.campaign_id && campaigns[mail.campaign_id]) ?? null}
                onClick={props.onClick}
                onCampaign={props.onCampaign}
              />
            );
          })}
          {state.phase === 'loading' &&
            list.length === 0 &&
            Array.from({ length: 9 }, (_, at) => <RowSkeleton key={`place ${at}`} top={at * rowRem} />)}
        </div>
      </div>
    </div>
  );
}

/** Keeps the place of a row that is not there yet. */
const RowSkeleton = ({ top }: { top: number }) => (
  <div class="row-skeleton" role="presentation" style={{ top: `${top}rem` }}>
    <i />
    <i />
  </div>
);

/** What was asked for in vain. */
export const failureWord = ({ isMisread }: ListState): string =>
  isMisread ? 'This search is not understood' : 'The list could not be fetched';

function NoRows({ state, retry, onClear }: MailListProps) {
  const clear = (
    <button type="button" class="button" onClick={onClear}>
      Clear the search
    </button>
  );
  if (state.phase === 'failed') {
    return (
      <div class="no-rows">
        <b>{failureWord(state)}</b>
        <p>{state.issue}</p>
        {state.isMisread ? (
          clear
        ) : (
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
        )}
      </div>
    );
  }
  return (
    <div class="no-rows">
      <b>{state.q === '' ? 'No mail yet' : 'Nothing matches'}</b>
      {state.q !== '' && (
        <>
          <p>Words and "phrases" look in subject, addresses and text; the sign beside has the rest.</p>
          {clear}
        </>
      )}
    </div>
  );
}
