import type { MessageId } from '../contract/ids.js';
import type { MessageRecord } from '../contract/message.js';
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
  let running: Promise<void> | null = null;

  async function readOne(id: MessageId): Promise<void> {
    const raw = await blobs.get(id);
    if (!raw) return;
    const mail = await reader.read(raw);
    const message = store.messages.get(id);
    if (!message) return;
    const body = textOf(mail);
    text.put(id, body);
    if (message.parsed) return;
    const row = { ...message, ...summaryOf(mail, message), preview: previewOf(body), parsed: true };
    store.commit((tx) => tx.put('messages', { ...row, seq: tx.nextSeq() }));
  }

  async function drain(): Promise<void> {
    for (let id = queue.shift(); id; id = queue.shift()) await readOne(id);
  }

  return {
    enqueue(id) {
      queue.push(id);
      running ??= drain().finally(() => {
        running = null;
      });
      track('reading mail', running);
    },
    async caughtUp() {
      while (running) await running;
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

/** Mail text held in memory. */
export function createMailText(): MailText {
  const texts = new Map<MessageId, string>();
  return {
    put: (id, body) => void texts.set(id, body.replace(/\s+/g, ' ').toLowerCase()),
    remove: (id) => void texts.delete(id),
    holds: (id, words) => texts.get(id)?.includes(words) ?? false,
  };
}
