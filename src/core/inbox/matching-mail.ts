import { yieldToEventLoop } from '../../contract/event-loop.js';
import { requireNoEmpty } from './message-query.js';
import type { MessageFilter } from './message-query.js';
import type { ListPosition, Store } from '../ports/ports.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Removal } from './removal.js';

const pageSize = 500;

/** As `list` of the inbox, as far as it is needed here. */
type ListIds<I> = (
  filter: MessageFilter,
  limit: number,
  after?: ListPosition,
) => Promise<{ rows: readonly { id: I }[]; next: ListPosition | null }>;

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

/** What a deletion comes to. */
export interface RemovedMail {
  deleted: number;
  /** By what it is restored, where that was asked for. */
  undo?: string;
}

/** What can be done to all mail that matches a filter; an empty filter is all mail. */
export interface MatchingMail {
  /** Removes it, where `undo` is given so that it can be restored for so many ms. */
  removeMatching(filter: MessageFilter, undo?: number): Promise<RemovedMail>;
  /** Marks it as read or unread, and answers how much was changed. */
  markMatching(filter: MessageFilter, read: boolean): Promise<number>;
}

export interface MatchingMailDeps extends Pick<Removal, 'remove' | 'withdraw'> {
  store: Store;
  list: ListIds<MessageId>;
}

export function createMatchingMail({ store, list, remove, withdraw }: MatchingMailDeps): MatchingMail {
  /** The unread or read rows of these mails that are still there. */
  const rowsToMark = (ids: readonly MessageId[], unread: boolean): MessageRecord[] =>
    ids.flatMap((id) => {
      const row = store.messages.get(id);
      return row && !row.removed && row.unread === unread ? [row] : [];
    });
  const isEmpty = (filter: MessageFilter): boolean =>
    Object.values(filter).every((value) => value === undefined);
  const allIds = (): MessageId[] => {
    const kept = store.messages.list().filter(({ removed }) => !removed);
    return kept.map(({ id }) => id).reverse();
  };
  const idsToRemove = async (filter: MessageFilter): Promise<MessageId[]> =>
    isEmpty(filter) ? allIds() : idsOf(list, filter);
  return {
    async removeMatching(filter, undo) {
      requireNoEmpty(filter);
      const ids = await idsToRemove(filter);
      return undo === undefined ? { deleted: await remove(ids) } : withdraw(ids, undo);
    },
    async markMatching(filter, read) {
      requireNoEmpty(filter);
      return inSlices(list, filter, (ids) => {
        const rows = rowsToMark(ids, read);
        return rows.length === 0 ? 0 : markRows(store, rows, read).length;
      });
    },
  };
}
