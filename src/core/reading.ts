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

export function createReading({ store, blobs, reader, text, track }: ReadingDeps): Reading {
  const queue: MessageId[] = [];
  const putOff: MessageId[] = [];
  let running: Promise<void> | null = null;

  async function readOne(id: MessageId): Promise<void> {
    const raw = await blobs.get(id);
    const mail = raw && (await reader.read(raw));
    const message = store.messages.get(id);
    if (!message || message.removed) return;
    // A mail whose file is gone is still found by its head.
    if (!mail) return text.put(id, searchTextOf(message, ''));
    const body = textOf(mail);
    const row = { ...message, ...summaryOf(mail, message), preview: previewOf(body), parsed: true };
    text.put(id, searchTextOf(message.kind === 'smtp' ? row : message, body));
    if (message.parsed || message.kind !== 'smtp') return;
    store.commit((tx) => tx.put('messages', { ...row, seq: tx.nextSeq() }));
  }

  /** Reads all; a mail that fails (nothing can be stored just now) is tried again when the next one comes. */
  async function drain(): Promise<void> {
    let fault: Error | null = null;
    while (queue.length > 0) {
      // Taken in slices: shifting a long array one by one would move it each time.
      for (const id of queue.splice(0, 500)) {
        await readOne(id).catch((error: Error) => {
          fault = error;
          putOff.push(id);
        });
      }
    }
    if (fault !== null) throw new Error('Some mail could not be read yet', { cause: fault });
  }

  return {
    enqueue(id) {
      queue.push(...putOff.splice(0), id);
      running ??= drain().finally(() => {
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
