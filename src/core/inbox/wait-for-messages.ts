import { folded } from '../../contract/text/folding.js';
import { toHead } from '../../contract/message-head.js';
import type { Message, MessageRecord } from '../../contract/message.js';
import { mailNotArrived, nearestOf, newestLookedAt } from '../../contract/message-wait.js';
import { toIso } from '../../contract/time.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { Wait, Waiter } from '../ports/wait.js';
import type { MessageFilter } from './message-query.js';
import type { Messages } from './messages.js';

export interface MessageWaitServices extends Waiter {
  messages: Pick<Messages, 'list' | 'whole'>;
}

/** How many words of what was asked for stand in the head of a mail. */
function likeness({ subject, from, envelope }: MessageRecord, wanted: readonly string[]): number {
  const head = folded(`${subject} ${from.address} ${envelope.to.join(' ')}`);
  return wanted.filter((word) => head.includes(word)).length;
}

/** The mails that come nearest to a filter, nearest first. */
function nearestMisses(rows: readonly MessageRecord[], { to, from, subject }: MessageFilter) {
  const wanted = [to, from, subject].flatMap((part) => folded(part ?? '').split(/[\s@.+-]+/));
  const words = wanted.filter((word) => word !== '');
  return nearestOf(rows, (row) => likeness(row, words)).map(toHead);
}

/** One after the other: hundreds of large mails read at once would hold up everyone else. */
async function wholeOf(
  rows: readonly MessageRecord[],
  messages: Pick<Messages, 'whole'>,
): Promise<Message[]> {
  const found: Message[] = [];
  for (const { id } of rows) {
    found.push(await messages.whole(id));
    await yieldToEventLoop();
  }
  return found;
}

/** Its bytes have arrived, and its sender knows: a mail that is still queued could not be opened or clicked. */
const isThere = ({ stored, status }: MessageRecord): boolean => stored && status !== 'queued';

/** Whole messages as soon as enough match. Throws a 404 that names the nearest misses when the time is up. */
export async function waitForMessages(
  { messages, waitFor }: MessageWaitServices,
  filter: MessageFilter,
  { count, timeout, signal }: Wait,
): Promise<Message[]> {
  const find = async () => {
    const { rows } = await messages.list(filter, count);
    return rows.length >= count && rows.every(isThere) ? rows : null;
  };
  const rows = await waitFor({ timeout, signal, find });
  if (rows) return wholeOf(rows, messages);
  const matching = await messages.list(filter, count);
  const found = matching.rows.filter(isThere).length;
  const { rows: newest, total } = await messages.list({}, newestLookedAt);
  const { ids: _ids, since, ...wanted } = filter;
  throw mailNotArrived({
    wanted: { ...wanted, since: since === undefined ? undefined : toIso(since) },
    found,
    count,
    timeout,
    total,
    nearest: nearestMisses(newest, filter),
  });
}
