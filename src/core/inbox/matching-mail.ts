import { yieldToEventLoop } from '../time/clock.js';
import type { MessageFilter } from './message-query.js';
import type { MessagePosition, Store } from '../ports/ports.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';

const pageSize = 500;

/** As `list` of the inbox, as far as it is needed here. */
type ListIds<I> = (
  filter: MessageFilter,
  limit: number,
  after?: MessagePosition,
) => Promise<{ rows: readonly { id: I }[]; next: MessagePosition | null }>;

/** The ids of all mail that matches. They are gathered first: what is done to mail may change what matches. */
async function idsOf<I>(list: ListIds<I>, filter: MessageFilter): Promise<I[]> {
  const ids: I[] = [];
  let page = await list(filter, pageSize);
  for (;;) {
    for (const { id } of page.rows) ids.push(id);
    if (!page.next) return ids;
    page = await list(filter, pageSize, page.next);
  }
}

/** Does something to all mail that matches, a few hundred at a time, and answers the sum of what `act` answers. */
export async function inSlices<I>(
  list: ListIds<I>,
  filter: MessageFilter,
  act: (ids: readonly I[]) => Promise<number> | number,
): Promise<number> {
  const ids = await idsOf(list, filter);
  let sum = 0;
  for (let from = 0; from < ids.length; from += pageSize) {
    sum += await act(ids.slice(from, from + pageSize));
    await yieldToEventLoop();
  }
  return sum;
}

/** Marks rows as read or unread, in one commit. */
export const markRows = (store: Store, rows: readonly MessageRecord[], read: boolean): MessageRecord[] =>
  store.commit((tx) => {
    const marked = rows.map((row) => ({ ...row, unread: !read, seq: tx.nextSeq() }));
    for (const row of marked) tx.put('messages', row);
    return marked;
  });

/** What can be done to all mail that matches a filter. */
export interface MatchingMail {
  /** Removes it, and answers how much there was. */
  removeMatching(filter: MessageFilter): Promise<number>;
  /** Marks it as read or unread, and answers how much was changed. */
  markMatching(filter: MessageFilter, read: boolean): Promise<number>;
}

export interface MatchingMailDeps {
  store: Store;
  list: ListIds<MessageId>;
  remove(ids: readonly MessageId[]): Promise<number>;
}

export function createMatchingMail({ store, list, remove }: MatchingMailDeps): MatchingMail {
  /** The rows of these mails that are still there. */
  const present = (ids: readonly MessageId[]): MessageRecord[] =>
    ids.flatMap((id) => {
      const row = store.messages.get(id);
      return row && !row.removed ? [row] : [];
    });
  return {
    removeMatching: (filter) => inSlices(list, filter, (ids) => remove(present(ids).map(({ id }) => id))),
    markMatching: (filter, read) =>
      inSlices(list, filter, (ids) => {
        const rows = present(ids).filter(({ unread }) => unread === read);
        return rows.length === 0 ? 0 : markRows(store, rows, read).length;
      }),
  };
}
