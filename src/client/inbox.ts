import type { Message, MessageSummary } from '../contract/message.js';
import type { MessageTimeline } from '../contract/message-timeline.js';
import { EmulatorError } from './errors.js';
import type { Bytes, ControlClient } from './http.js';
import { pageOf, rowsOf } from './lists.js';
import type { Page } from './lists.js';
import { queryOf } from './message-match.js';
import type { MessageMatch, MessagePageOptions } from './message-match.js';
import { waitByPattern } from './pattern-wait.js';
import { first } from './waiting.js';
import type { Waiting, WaitOptions } from './waiting.js';

/** A deletion that can be undone. */
export interface UndoableDeletion {
  /** How many messages are gone. */
  deleted: number;
  /** What `restore` takes, until the time is over. */
  undo: string;
}

/** Which messages a wait is for: as `MessageMatch`, or by regular expression. */
export interface MessageWaitMatch extends Omit<MessageMatch, 'to' | 'from' | 'subject'> {
  /** A part of a recipient without regard to case, or what an address, or `Name <address>`, must match. */
  to?: string | RegExp;
  /** A part of the sender without regard to case, or what the address, or `Name <address>`, must match. */
  from?: string | RegExp;
  /** A part of the subject without regard to case, or what it must match. */
  subject?: string | RegExp;
}

/** The mail of the workspace. */
export interface Inbox {
  /** Mail, newest first: 50 unless `limit` says otherwise, up to 500. `nextCursor` of the page leads on. */
  list(match?: MessageMatch & MessagePageOptions): Promise<Page<MessageSummary>>;
  /** All mail that matches, newest first, page by page: `for await (const mail of inbox.all())`. */
  all(match?: MessageMatch): AsyncIterable<MessageSummary>;
  /** A whole message. Rejects with an `EmulatorError` (404) where there is none. */
  get(id: string): Promise<Message>;
  /** The bytes of a message as they came in. Rejects with an `EmulatorError` (404) where there is none. */
  raw(id: string): Promise<Bytes>;
  /**
   * All that happened to a message, from the call of the API to the last attempt of a webhook, and what is planned; its
   * `markdown` is the same for a report. Rejects with an `EmulatorError` (404) where there is none.
   */
  timeline(id: string): Promise<MessageTimeline>;
  /**
   * The newest match, as soon as there is one; mail that is there already counts. Rejects with an `EmulatorError` (404)
   * when the time is up, or the workspace is dropped; its message shows what did arrive.
   */
  waitFor(match: MessageWaitMatch, waiting?: WaitOptions): Promise<Message>;
  /** As many matches as `count`, newest first, as soon as there are. Rejects as `waitFor` does. */
  waitForAll(match: MessageWaitMatch, waiting: Waiting): Promise<Message[]>;
  /** Marks all mail, or all that matches, as read, or as unread with `false`. Resolves with how many were changed. */
  markRead(match?: MessageMatch, read?: boolean): Promise<number>;
  /** Deletes all mail, or all that matches; the stats of campaigns stay. Resolves with how many are gone. */
  clear(match?: MessageMatch): Promise<number>;
  /** As `clear`, and for `undo` (`"10s"`, or ms; a minute at most) `restore` brings it back. */
  clearWithUndo(match?: MessageMatch, undo?: string | number): Promise<UndoableDeletion>;
  /**
   * Brings back what `clearWithUndo` deleted. Resolves with how many are there again (the oldest of too much mail goes
   * at once); rejects (404) when the time is over.
   */
  restore(undo: string): Promise<number>;
}

/** A RegExp, be it of another realm, as test runners make them. */
const isPattern = (value: unknown): value is RegExp =>
  Object.prototype.toString.call(value) === '[object RegExp]';

/** Refuses what would be a wait for any mail and was not meant so, as an empty variable is. */
function requireMatch(match: unknown): void {
  const refuse = (field: string, expected: string, got: unknown) => {
    const issue = `Expected ${expected}, got ${typeof got === 'string' ? JSON.stringify(got) : String(got)}`;
    throw new EmulatorError(400, 'INVALID_REQUEST', 'Invalid request parameters', { field, issue });
  };
  if (typeof match !== 'object' || match === null || isPattern(match) || Array.isArray(match))
    refuse('match', "what the mail is to match, such as { to: 'ann@example.com' }", match);
  for (const [field, value] of Object.entries(match as object))
    if (value === '') refuse(field, 'a text that is not empty', value);
}

export function inboxOf(client: ControlClient): Inbox {
  const { call, bytes } = client;
  const waitForAll = async (match: MessageWaitMatch, waiting: Waiting = {}) => {
    requireMatch(match);
    const { to, from, subject, ...others } = match;
    const patterns: Record<string, RegExp> = {};
    const texts: MessageMatch = { ...others };
    for (const [name, value] of Object.entries({ to, from, subject } as const)) {
      if (isPattern(value)) patterns[name] = value;
      else if (value !== undefined) texts[name as 'to' | 'from' | 'subject'] = value;
    }
    if (Object.keys(patterns).length > 0) return waitByPattern(client, { texts, patterns, waiting });
    return call<Message[]>('/messages/wait', { query: { ...queryOf(texts), ...waiting } });
  };
  return {
    list: (match = {}) => pageOf(client, '/messages', queryOf(match)),
    all: (match = {}) => rowsOf(client, '/messages', queryOf(match)),
    get: (id) => call(`/messages/${encodeURIComponent(id)}`),
    raw: (id) => bytes(`/messages/${encodeURIComponent(id)}/raw`),
    timeline: (id) => call(`/messages/${encodeURIComponent(id)}/timeline`),
    waitForAll,
    waitFor: async (match, waiting) => first(await waitForAll(match, { ...waiting, count: 1 })),
    markRead: async (match = {}, read = true) =>
      (
        await call<{ marked: number }>('/messages/read', {
          method: 'POST',
          query: queryOf(match),
          body: { read },
        })
      ).marked,
    clear: async (match = {}) =>
      (await call<{ deleted: number }>('/messages', { method: 'DELETE', query: queryOf(match) })).deleted,
    clearWithUndo: (match = {}, undo = '10s') =>
      call('/messages', {
        method: 'DELETE',
        query: { ...queryOf(match), undo: typeof undo === 'number' ? `${undo}ms` : undo },
      }),
    restore: async (undo) =>
      (await call<{ restored: number }>('/messages/restore', { method: 'POST', body: { undo } })).restored,
  };
}
