import type { Message, MessageSummary } from '../contract/message.js';
import type { SeenMail } from './errors.js';
import { EmulatorError } from './errors.js';
import type { ControlClient } from './http.js';
import { rowsOf } from './lists.js';
import { queryOf } from './message-match.js';
import type { MessageMatch } from './message-match.js';
import { now, pause } from './real-time.js';
import { usualTimeout } from './waiting.js';
import type { Waiting } from './waiting.js';

/** A wait by regular expression, which is matched here: the emulator runs no pattern that could hold it up. */
export interface PatternWait {
  /** What the emulator itself can match. */
  texts: MessageMatch;
  /** By field: `to`, `from`, `subject`. */
  patterns: Readonly<Record<string, RegExp>>;
  waiting: Waiting;
}

const [firstGap, lastGap] = [25, 250];
const mostShown = 5;

export async function waitByPattern(client: ControlClient, wait: PatternWait): Promise<Message[]> {
  const { count = 1, timeout = usualTimeout } = wait.waiting;
  requireWhole('timeout', timeout, { least: 0, most: 60_000 });
  requireWhole('count', count, { least: 1, most: 500 });
  const matches = createMatcher(client, wait.patterns);
  const until = now() + timeout;
  for (let gap = firstGap; ; gap = Math.min(lastGap, gap * 1.5)) {
    const isLast = now() >= until;
    const found: MessageSummary[] = [];
    for await (const mail of rowsOf<MessageSummary>(client, '/messages', queryOf(wait.texts))) {
      if (await matches(mail)) found.push(mail);
      if (found.length === count)
        return Promise.all(found.map(({ id }) => client.call<Message>(`/messages/${id}`)));
    }
    if (isLast) throw await timeIsUp(client, wait, { found: found.length, count, timeout });
    const ms = Math.max(0, Math.min(gap, until - now()));
    await pause(ms);
  }
}

function requireWhole(field: string, value: number, { least, most }: { least: number; most: number }): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const issue = `Expected a whole number from ${least} to ${most}`;
  throw new EmulatorError(400, 'INVALID_REQUEST', 'Invalid request parameters', { field, issue });
}

/** Tells whether a mail matches. What its summary does not have (the envelope) is asked for once a mail. */
function createMatcher(client: ControlClient, patterns: PatternWait['patterns']) {
  // A pattern with `g` or `y` would remember where it was.
  const plain = Object.entries(patterns).map(
    ([field, { source, flags }]) => [field, new RegExp(source, flags.replace(/[gy]/g, ''))] as const,
  );
  const envelopes = new Map<string, Promise<string[]>>();
  const envelopeOf = (id: string): Promise<string[]> => {
    const known =
      envelopes.get(id) ?? client.call<Message>(`/messages/${id}`).then(({ envelope }) => envelope.to);
    envelopes.set(id, known);
    return known;
  };
  return async (mail: MessageSummary): Promise<boolean> => {
    for (const [field, pattern] of plain) {
      const isThere = textsOf(mail, field).some((text) => pattern.test(text));
      const isHidden =
        !isThere && field === 'to' && (await envelopeOf(mail.id)).some((to) => pattern.test(to));
      if (!isThere && !isHidden) return false;
    }
    return true;
  };
}

function textsOf({ to, cc, from, subject }: MessageSummary, field: string): string[] {
  if (field === 'subject') return [subject];
  const boxes = field === 'from' ? [from] : [...to, ...cc];
  return boxes.flatMap(({ name, address }) => [address, ...(name === '' ? [] : [`${name} <${address}>`])]);
}

async function timeIsUp(
  client: ControlClient,
  { texts, patterns }: PatternWait,
  { found, count, timeout }: Record<'found' | 'count' | 'timeout', number>,
): Promise<EmulatorError> {
  const nearest: SeenMail[] = [];
  for await (const { id, to, from, subject, received_at } of rowsOf<MessageSummary>(client, '/messages', {
    limit: mostShown,
  })) {
    nearest.push({ id, to: to.map(({ address }) => address), from: from.address, subject, received_at });
    if (nearest.length === mostShown) break;
  }
  const wanted = Object.entries({ ...texts, ...patterns }).map(
    ([field, value]) => `${field} ${String(value)}`,
  );
  return new EmulatorError(
    404,
    'RESOURCE_NOT_FOUND',
    `${found} of ${count} matching messages arrived within ${timeout} ms`,
    { issue: `Expected more messages with ${wanted.join(', ')}`, nearest },
  );
}
