import { AppError, notFound, nullIfNotFound } from '../../contract/errors.js';
import { toSummary } from '../../contract/message.js';
import type { Header, Message, MessageRecord } from '../../contract/message.js';
import { createMessageList } from './message-list.js';
import type { MessageList } from './message-list.js';
import { createMatchingMail, markRows } from './matching-mail.js';
import type { MatchingMail } from './matching-mail.js';
import type { MessageFilter } from './message-query.js';
import type { Blobs, ListPosition, MailSearchIndex, Store } from '../ports/ports.js';
import type { MailReader, ParsedMail } from '../ports/mail-reader.js';
import { createReadCache } from './read-cache.js';
import type { ParseQueue } from './parse-queue.js';
import { createRemoval } from './removal.js';
import type { Removal, RemovalDeps } from './removal.js';
import type { Timers } from '../time/clock.js';
import { createFollowedLinks } from './followed-links.js';
import type { FollowedLinks } from './followed-links.js';
import { linksByTarget } from './message-links.js';
import type { Tracking } from '../tracking/tracking.js';

export interface MessagesDeps extends Pick<RemovalDeps, 'watch' | 'pruned'> {
  store: Store;
  blobs: Blobs;
  reader: MailReader;
  parseQueue: ParseQueue;
  text: MailSearchIndex;
  tracking: Tracking;
  timers: Timers;
}

/** The inbox: mail that arrived or is on its way. */
export interface Messages
  extends MatchingMail, FollowedLinks, Pick<Removal, 'remove' | 'restore' | 'mayReturn' | 'finish'> {
  /**
   * Newest first, from after a position on, or from after so many that match. Waits until all acknowledged mail is read.
   */
  list(filter: MessageFilter, limit: number, after?: ListPosition | number): Promise<MessageList>;
  /** The same of the mail that is read by now: it waits for none. */
  listRead(filter: MessageFilter, limit: number, after?: ListPosition | number): Promise<MessageList>;
  /** The newest that match of the mail that has arrived and is read by now. */
  arrived(filter: MessageFilter, limit: number): Promise<MessageRecord[]>;
  /** How many mails wait to be read, or are being read. */
  pending(): number;
  /**
   * How many of those that match come before a mail, newest first; null where it is none of them, or comes after more than a
   * search counts.
   */
  placeOf(filter: MessageFilter, id: string): Promise<number | null>;
  /** The row of a mail; throws a 404 when there is none or it was removed. */
  get(id: string): MessageRecord;
  /** The row of a mail, removed ones included: their links go on working. */
  find(id: string): MessageRecord | undefined;
  whole(id: string): Promise<Message>;
  /** The raw bytes as received; throws a 404 when the mail has not arrived. */
  raw(id: string): Promise<Buffer>;
  parsed(id: string): Promise<ParsedMail>;
  markRead(id: string, read: boolean): MessageRecord;
  /** Resolves when all mail taken in so far is read. */
  caughtUp(): Promise<void>;
}

export function createMessages(deps: MessagesDeps): Messages {
  const { store, blobs, parseQueue, text, tracking } = deps;
  const cache = createReadCache(deps.reader, deps.timers);

  function get(id: string): MessageRecord {
    const message = store.messages.get(id);
    if (!message || message.removed) throw notFound('message', id);
    return message;
  }

  async function raw(id: string): Promise<Buffer> {
    const message = get(id);
    if (!message.stored) {
      throw new AppError(
        'RESOURCE_NOT_FOUND',
        `The message ${id} is ${message.status} and has not arrived yet`,
        {
          field: 'id',
          issue: 'Expected a message that arrived',
        },
      );
    }
    const bytes = await blobs.get(message.id);
    if (bytes) return bytes;
    throw new AppError(
      'RESOURCE_NOT_FOUND',
      `The file of the message ${id} is missing from the data directory`,
      {
        field: 'id',
        issue: 'Expected the raw mail in the mail folder of the data directory',
      },
    );
  }

  const parsed = async (id: string): Promise<ParsedMail> => {
    const message = get(id);
    return cache.read(message.id, message.size, () => raw(id));
  };

  async function whole(id: string): Promise<Message> {
    // Of a mail that is read nobody waits for others.
    if (!get(id).parsed) await parseQueue.caughtUp();
    const message = get(id);
    if (!message.stored) return wholeOf(message, null, tracking);
    // Where its file is gone its row is shown.
    const mail = await parsed(id).catch(nullIfNotFound);
    return wholeOf(get(id), mail, tracking);
  }

  const { list, listRead, arrived, placeOf } = createMessageList({
    store,
    parseQueue,
    text,
    async headersOf(id) {
      const bytes = await raw(id).catch(nullIfNotFound);
      return bytes ? deps.reader.headers(bytes) : [];
    },
  });

  const { remove, withdraw, restore, mayReturn, finish } = createRemoval({ ...deps, forget: cache.forget });

  return {
    list,
    ...{ listRead, arrived },
    pending: parseQueue.pending,
    placeOf: (filter, id) => placeOf(filter, get(id).id),
    get,
    find: (id) => store.messages.get(id),
    whole,
    raw,
    parsed,
    ...createFollowedLinks({ store, tracking, parsed }),
    markRead(id, read) {
      const message = get(id);
      return message.unread === !read ? message : (markRows(store, [message], read)[0] ?? message);
    },
    ...{ remove, restore, mayReturn, finish },
    caughtUp: parseQueue.caughtUp,
    ...createMatchingMail({ store, list, remove, withdraw }),
  };
}

const missing = 'The raw mail is not there, so nothing of its content can be shown.';

/** The value of List-Unsubscribe; white space within a URL is that of a fold and means nothing (RFC 2369, 2). */
function unsubscribeIn(headers: readonly Header[]): string | null {
  const value = headers.find(({ name }) => name.toLowerCase() === 'list-unsubscribe')?.value ?? null;
  return value?.replace(/<[^<>]*>/g, (url) => url.replace(/\s+/g, '')) ?? null;
}

function wholeOf(message: MessageRecord, mail: ParsedMail | null, tracking: Tracking): Message {
  const html = mail?.html ?? null;
  return {
    ...toSummary(message),
    envelope: message.envelope,
    reply_to: mail?.reply_to ?? [],
    headers: mail?.headers ?? [],
    html,
    text: mail?.text ?? null,
    attachments: (mail?.attachments ?? []).map(({ content: _, ...attachment }) => attachment),
    links: mail ? linksByTarget(mail.links, tracking.targetOf) : [],
    codes: mail?.codes ?? [],
    list_unsubscribe: unsubscribeIn(mail?.headers ?? []),
    transcript_id: message.transcript_id,
    missing: message.missing,
    note: mail ? mail.note : message.stored ? missing : null,
  };
}
