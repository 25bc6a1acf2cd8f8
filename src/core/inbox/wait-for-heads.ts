import type { MessageRecord } from '../../contract/message.js';
import type { ListPosition } from '../ports/ports.js';
import type { Wait, Waiter } from '../ports/wait.js';
import type { MessageFilter } from './message-query.js';
import type { Messages } from './messages.js';

export interface HeadWaitServices extends Waiter {
  messages: Pick<Messages, 'list' | 'listRead'>;
  seq(): number;
}

export interface AskedHeads {
  filter: MessageFilter;
  limit: number;
  cursor: ListPosition | undefined;
  /** The `seq` of an earlier answer: only what has changed since is worth an answer before the time is up. */
  after: number | undefined;
}

export interface FoundHeads {
  /** The sequence number of the last change before they were read. */
  seq: number;
  rows: MessageRecord[];
  next: ListPosition | null;
}

/** The heads of mail as soon as anything has changed, or when the time is up: then of what is read by now. */
export async function waitForHeads(
  { messages, waitFor, seq }: HeadWaitServices,
  { filter, limit, cursor, after }: AskedHeads,
  { timeout, signal }: Omit<Wait, 'count'>,
): Promise<FoundHeads> {
  const heads = async (list: Messages['list']): Promise<FoundHeads> => {
    const before = seq();
    const { rows, next } = await list(filter, limit, cursor);
    return { seq: before, rows, next };
  };
  const find = () => (after === undefined || seq() > after ? heads(messages.list) : null);
  const found = await waitFor({ timeout, signal, find });
  if (found) return found;
  const read = await waitFor({ timeout: 0, signal, find: () => heads(messages.listRead) });
  // A search for headers that takes too long is to be asked again.
  return read ?? { seq: after ?? 0, rows: [], next: null };
}
