import type { MessageId } from '../contract/ids.js';
import type { MessageRecord } from '../contract/message.js';
import { searchTextOf } from './message-query.js';
import { previewOf, textOfHtml } from './plain-text.js';
import type { Blobs, MailReader, MailText, ParsedMail, Store } from './ports.js';

/** Reads mail from outside in the background, in order of arrival, never in the way of the 250. */
export interface Reading {
  enqueue(id: MessageId): void;
  /** Resolves when all mail taken in so far is read. */
  caughtUp(): Promise<void>;
}

export interface ReadingDeps {
  store: Store;
  blobs: Blobs;
  reader: MailReader;
  text: MailText;
  track(what: string, work: Promise<unknown>): void;
}

/** The readable text of a mail. */
export const textOf = ({ text, html }: ParsedMail): string => text ?? (html === null ? '' : textOfHtml(html));

// Mails read at once; and how many waiting ones are a burst, which is worth waking the thread for.
const slice = 16;
const burst = 8;

export function createReading({ store, blobs, reader, text, track }: ReadingDeps): Reading {
  const queue: MessageId[] = [];
  const putOff: MessageId[] = [];
  let running: Promise<void> | null = null;

  async function parse(id: MessageId, patient: boolean): Promise<{ id: MessageId; mail: ParsedMail | null }> {
    const raw = await blobs.get(id);
    return { id, mail: raw && (await reader.read(raw, patient)) };
  }

  /** Notes what was read of a mail; answers its row as it is now to be, or null where nothing changes. */
  function note(id: MessageId, mail: ParsedMail | null): MessageRecord | null {
    const message = store.messages.get(id);
    if (!message || message.removed) return null;
    // A mail whose file is gone is still found by its head.
    if (!mail) {
      text.put(id, searchTextOf(message, ''));
      return null;
    }
    const body = textOf(mail);
    const row = { ...message, ...summaryOf(mail, message), preview: previewOf(body), parsed: true };
    text.put(id, searchTextOf(message.kind === 'smtp' ? row : message, body));
    return message.parsed || message.kind !== 'smtp' ? null : row;
  }

  /** Reads some mails, those of a burst in another thread, and notes them in their order and in one change. */
  async function readSlice(ids: readonly MessageId[]): Promise<void> {
    const patient = ids.length + queue.length > burst;
    const read = await Promise.all(ids.map((id) => parse(id, patient)));
    const rows = read.flatMap(({ id, mail }) => note(id, mail) ?? []);
    store.commit((tx) => rows.forEach((row) => tx.put('messages', { ...row, seq: tx.nextSeq() })));
  }

  /** Reads all; what fails (nothing can be stored just now) is tried again when the next mail comes. */
  async function drain(): Promise<void> {
    let fault: Error | null = null;
    while (queue.length > 0) {
      const ids = queue.splice(0, slice);
      await readSlice(ids).catch((error: Error) => {
        fault = error;
        putOff.push(...ids);
      });
    }
    if (fault !== null) throw new Error('Some mail could not be read yet', { cause: fault });
  }

  return {
    enqueue(id) {
      queue.push(...putOff.splice(0), id);
      if (running) return;
      running = drain().finally(() => {
        running = null;
      });
      track('reading mail', running);
    },
    async caughtUp() {
      while (running) await running.catch(() => undefined);
    },
  };
}

/** What a list shows; the envelope stands in where a header is missing. */
const summaryOf = (mail: ParsedMail, message: MessageRecord): Partial<MessageRecord> => ({
  from: mail.from ?? message.from,
  to: mail.to.length > 0 ? mail.to : message.to,
  cc: mail.cc,
  subject: mail.subject,
  attachment_count: mail.attachments.length,
});
