import type { MessageHead, MessageHeads } from '../contract/message-head.js';
import type { Message } from '../contract/message.js';
import { mailNotArrived, mostIds, nearestOf, newestLookedAt, waitBounds } from '../contract/message-wait.js';
import type { WorkspaceState } from '../contract/workspace.js';
import { EmulatorError } from './errors.js';
import type { CallOptions, ControlClient } from './http.js';
import { queryOf } from './message-match.js';
import type { MessageMatch } from './message-match.js';
import { elapsed, pause } from './real-time.js';
import type { Waiting } from './waiting.js';

/** A wait by regular expression, which is matched here: the emulator runs no pattern that could hold it up. */
export interface PatternWait {
  /** What the emulator itself can match. */
  texts: MessageMatch;
  /** By field: `to`, `from`, `subject`. */
  patterns: Readonly<Record<string, RegExp>>;
  waiting: Waiting;
}

/** Between two looks, where changes come one after the other. */
const gapMs = 20;

export async function waitByPattern(client: ControlClient, wait: PatternWait): Promise<Message[]> {
  // A name that is none is refused by the emulator.
  const { count = waitBounds.count.usual, timeout = waitBounds.timeout.usual, ...others } = wait.waiting;
  requireWhole('timeout', timeout, waitBounds.timeout);
  requireWhole('count', count, waitBounds.count);
  const until = elapsed() + timeout;
  const left = () => Math.max(0, Math.ceil(until - elapsed()));
  const texts = { ...queryOf(wait.texts), ...others };
  const look = createLook(client, { ...wait, texts, count, left });
  for (;;) {
    const { ids, forget } = await look();
    if (ids.length >= count) {
      const found = await wholeOf(client, { ...texts, ids: ids.slice(0, mostIds).join(','), count });
      if (found) return found;
      forget();
    }
    if (left() === 0)
      throw await timeIsUp(client, wait, { found: Math.min(ids.length, count), count, timeout });
    await pause(Math.min(gapMs, left()));
  }
}

function requireWhole(field: string, value: number, { least, most }: { least: number; most: number }): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const issue = `Expected a whole number from ${least} to ${most}`;
  throw new EmulatorError(400, 'INVALID_REQUEST', 'Invalid request parameters', { field, issue });
}

type Query = NonNullable<CallOptions['query']>;

/** The newest of them as a wait by text has them; null where some are still on their way or gone again. */
const wholeOf = (client: ControlClient, query: Query): Promise<Message[] | null> =>
  client.call<Message[]>('/messages/wait', { query: { ...query, timeout: 0 } }).catch((error: unknown) => {
    if (error instanceof EmulatorError && error.status === 404) return null;
    throw error;
  });

interface LookDeps {
  texts: Query;
  patterns: PatternWait['patterns'];
  count: number;
  /** Milliseconds until the time is up. */
  left(): number;
}

/**
 * Looks at mail, newest first: at all of it at first, then, after each change, as far as there is new mail. A search or a
 * status may let older mail in later, so that all is looked at then.
 */
function createLook(client: ControlClient, { texts, patterns, count, left }: LookDeps) {
  const score = createScore(patterns);
  const wanted = Object.keys(patterns).length;
  const canEnterLater = texts['q'] !== undefined || texts['status'] !== undefined;
  const seen = new Set<string>();
  let ids: string[] = [];
  let after: number | undefined;

  /** Answers whether the mail after this page may be new, too. */
  function take(heads: readonly MessageHead[], found: string[]): boolean {
    const fresh = heads.filter(({ id }) => !seen.has(id));
    for (const head of fresh) {
      seen.add(head.id);
      if (score(head) === wanted) found.push(head.id);
    }
    return fresh.length > 0 || canEnterLater;
  }

  async function look() {
    const found: string[] = [];
    let seq: number | undefined;
    let cursor: string | null | undefined;
    const limit = after === undefined ? 500 : 50;
    do {
      const waits = cursor ? {} : { after, timeout: left() };
      const page: MessageHeads = await client.call<MessageHeads>('/messages/heads', {
        query: { ...texts, ...waits, limit, cursor },
      });
      seq ??= page.seq;
      const goesOn = take(page.heads, found);
      cursor = goesOn && ids.length + found.length < count && left() > 0 ? page.next_cursor : null;
    } while (cursor);
    after = seq;
    ids = [...found, ...ids];
    return { ids, forget };
  }

  function forget(): void {
    seen.clear();
    ids = [];
  }
  return look;
}

/** How many of the patterns match a mail. */
function createScore(patterns: PatternWait['patterns']) {
  // A pattern with `g` or `y` would remember where it was.
  const plain = Object.entries(patterns).map(
    ([field, { source, flags }]) => [field, new RegExp(source, flags.replace(/[gy]/g, ''))] as const,
  );
  return (head: MessageHead): number =>
    plain.filter(([field, pattern]) => textsOf(head, field).some((text) => pattern.test(text))).length;
}

function textsOf({ to, cc, from, subject, envelope }: MessageHead, field: string): string[] {
  if (field === 'subject') return [subject];
  const boxes = field === 'from' ? [from] : [...to, ...cc];
  const named = boxes.flatMap(({ name, address }) => [
    address,
    ...(name === '' ? [] : [`${name} <${address}>`]),
  ]);
  return field === 'to' ? [...named, ...envelope.to] : named;
}

/** The mails that come nearest, nearest first: those in which most of what was asked for is found. */
async function nearestMisses(
  client: ControlClient,
  { texts, patterns }: PatternWait,
): Promise<MessageHead[]> {
  const sought = Object.entries(texts).filter(([field]) => /^(?:to|from|subject)$/.test(field));
  const escaped = sought.map(([field, text]) => [field, new RegExp(escape(String(text)), 'i')] as const);
  const score = createScore({ ...patterns, ...Object.fromEntries(escaped) });
  const { heads } = await client.call<MessageHeads>('/messages/heads', {
    query: { limit: newestLookedAt, timeout: 0 },
  });
  return nearestOf(heads, score);
}

const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

async function timeIsUp(
  client: ControlClient,
  wait: PatternWait,
  seen: Record<'found' | 'count' | 'timeout', number>,
): Promise<EmulatorError> {
  const { ids: _ids, ...texts } = wait.texts;
  // Not by a list of mail, which waits until all is read.
  const { workspace } = await client.call<{ workspace: WorkspaceState }>('/info');
  const { code, message, details } = mailNotArrived({
    wanted: { ...texts, ...wait.patterns },
    ...seen,
    total: workspace.counts.messages,
    nearest: await nearestMisses(client, wait),
  });
  return new EmulatorError(404, code, message, details);
}
