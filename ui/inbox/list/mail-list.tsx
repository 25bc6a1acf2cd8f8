import type { MessageSummary } from '../../../src/contract/message.js';
import type { ListState } from './list-state.js';
import { NewAbove } from './new-above.js';
import { MailRow, rowId } from './mail-row.js';
import { rowRem, useWindow } from './use-window.js';

export interface MailListProps {
  list: ListState;
  rows: readonly MessageSummary[];
  ids: readonly string[];
  campaigns: Readonly<Record<string, string>>;
  openId: string | null;
  cursor: string | null;
  now: number;
  picked: ReadonlySet<string>;
  /** Mails that came in since the page was loaded. */
  arrivals: number;
  onClick(id: string, event: MouseEvent): void;
  /** Searches for the mail of a campaign. */
  onCampaign(q: string): void;
  onKeyDown(event: KeyboardEvent): void;
  loadMore(): void;
  retry(): void;
}

export function MailList(props: MailListProps) {
  const { list, rows, ids, cursor, campaigns, openId, now } = props;
  const view = useWindow({ ids, cursor, more: list.cursor, loadMore: props.loadMore });
  const shown = rows.slice(view.first, view.last);
  const hasMore = list.cursor !== null;
  const isCursorShown = cursor !== null && shown.some(({ id }) => id === cursor);
  return (
    <div class="rows-place">
      <NewAbove arrivals={props.arrivals} isAtTop={view.isAtTop} onShow={view.toTop} />
      <div
        ref={view.ref}
        class="rows"
        role="listbox"
        aria-label="Messages"
        aria-multiselectable="true"
        aria-busy={list.phase === 'loading'}
        aria-activedescendant={isCursorShown ? rowId(cursor) : undefined}
        tabIndex={0}
        onScroll={view.onScroll}
        onKeyDown={props.onKeyDown}
      >
        <div
          class="sizer"
          role="presentation"
          style={{ height: `${(rows.length + (hasMore ? 3 : 0)) * rowRem}rem` }}
        >
          {shown.map((mail, at) => (
            <MailRow
              key={mail.id}
              mail={mail}
              index={view.first + at}
              count={hasMore ? -1 : rows.length}
              top={(view.first + at) * rowRem}
              isOpen={mail.id === openId}
              isCursor={mail.id === cursor}
              isFresh={list.fresh.has(mail.id)}
              isPicked={props.picked.has(mail.id)}
              campaign={(mail.campaign_id && campaigns[mail.campaign_id]) ?? null}
              now={now}
              onClick={props.onClick}
              onCampaign={props.onCampaign}
            />
          ))}
          {hasMore && <Skeletons top={rows.length * rowRem} count={3} />}
          {list.phase === 'loading' && rows.length === 0 && <Skeletons top={0} count={9} />}
        </div>
        {rows.length === 0 && list.phase !== 'loading' && <NoRows {...props} />}
      </div>
    </div>
  );
}

const Skeletons = ({ top, count }: { top: number; count: number }) => (
  <div class="skeletons" role="presentation" style={{ top: `${top}rem` }}>
    {Array.from({ length: count }, (_, at) => (
      <div key={at} class="row-skeleton">
        <i />
        <i />
      </div>
    ))}
  </div>
);

function NoRows({ list, retry }: MailListProps) {
  if (list.phase === 'failed') {
    return (
      <div class="no-rows" role="presentation">
        <b>The list could not be fetched</b>
        <p>{list.issue}</p>
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      </div>
    );
  }
  return (
    <div class="no-rows" role="presentation">
      <b>{list.q === '' ? 'No mail yet' : 'Nothing matches'}</b>
      {list.q !== '' && (
        <p>
          Words and "phrases" look in subject, addresses and text; what else the search understands stands
          behind the sign beside it.
        </p>
      )}
    </div>
  );
}
