import { folded } from '../../contract/text/folding.js';
import { toHead } from '../../contract/message-head.js';
import type { Message, MessageRecord } from '../../contract/message.js';
import { mailNotArrived, nearestOf, newestLookedAt } from '../../contract/message-wait.js';
import { toIso } from '../../contract/time.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { Wait, Waiter } from '../ports/wait.js';
import type { MessageFilter } from './message-query.js';
import type { MessageList } from './message-list.js';
import type { Messages } from './messages.js';

export interface MessageWaitServices extends Waiter {
  messages: Pick<Messages, 'list' | 'listRead' | 'pending' | 'whole'>;
}

const nothing: MessageList = { rows: [], total: 0, total_exact: true, next: null };

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

/**
 * Whole messages as soon as enough match. Throws a 404 that names the nearest misses when the time is up, also where mail is
 * still being read: of that nothing is found.
 */
export async function waitForMessages(
  { messages, waitFor }: MessageWaitServices,
  filter: MessageFilter,
  { count, timeout, signal }: Wait,
): Promise<Message[]> {
  const enoughOf = ({ rows }: MessageList) => (rows.length >= count && rows.every(isThere) ? rows : null);
  const find = async () => enoughOf(await messages.list(filter, count));
  const rows = await waitFor({ timeout, signal, find });
  if (rows) return wholeOf(rows, messages);
  // A search for headers reads mail, which may take long, too.
  const findRead = () => messages.listRead(filter, count);
  const matching = (await waitFor({ timeout: 0, signal, find: findRead })) ?? nothing;
  const read = enoughOf(matching);
  if (read) return wholeOf(read, messages);
  const found = matching.rows.filter(isThere).length;
  const { rows: newest, total } = await messages.listRead({}, newestLookedAt);
  const { ids: _ids, since, ...wanted } = filter;
  throw mailNotArrived({
    wanted: { ...wanted, since: since === undefined ? undefined : toIso(since) },
    found,
    count,
    timeout,
    total,
    pending: messages.pending(),
    nearest: nearestMisses(newest, filter),
  });
}
