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
  messages: Pick<Messages, 'caughtUp' | 'arrived' | 'listRead' | 'pending' | 'whole'>;
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

/**
 * Whole messages as soon as enough match. Throws a 404 that names the nearest misses when the time is up, also where mail is
 * still being read: of that nothing is found.
 */
export async function waitForMessages(
  { messages, waitFor }: MessageWaitServices,
  filter: MessageFilter,
  { count, timeout, signal }: Wait,
): Promise<Message[]> {
  const findRead = () => messages.arrived(filter, count);
  async function find() {
    await messages.caughtUp();
    const rows = await findRead();
    return rows.length >= count ? rows : null;
  }
  const rows = await waitFor({ timeout, signal, find });
  if (rows) return wholeOf(rows, messages);
  // A search for headers reads mail, which may take long, too.
  const read = (await waitFor({ timeout: 0, signal, find: findRead })) ?? [];
  if (read.length >= count) return wholeOf(read, messages);
  const found = read.length;
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
