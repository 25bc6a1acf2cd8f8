import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Timers } from '../time/clock.js';
import { lowerSpaced, searchHeadOf } from '../messages/search-text.js';
import type { Blobs, MailSearchIndex, Store } from '../ports/ports.js';
import type { MailReader } from '../ports/mail-reader.js';
import type { ParsedMail } from '../ports/mail-reader.js';

/** Reads mail from outside in the background, in order of arrival, never in the way of the 250. */
export interface ParseQueue {
  enqueue(id: MessageId): void;
  /** Resolves when all mail taken in so far is read. */
  caughtUp(): Promise<void>;
}

export interface ReadingDeps {
  store: Store;
  blobs: Blobs;
  reader: MailReader;
  text: MailSearchIndex;
  timers: Timers;
  watch(what: string, work: Promise<unknown>): void;
}

// Mails read at once; and how many waiting ones are a burst, which is worth waking the thread for.
const slice = 16;
const batchSize = 8;
// While a burst comes in, reading waits for a quiet period, so that its senders are answered first: not for long, and not while
// anybody wants to see the mail.
const lullMs = 20;
const patienceMs = 2000;

export function createParseQueue({ store, blobs, reader, text, timers, watch }: ReadingDeps): ParseQueue {
  const queue: MessageId[] = [];
  const putOff: MessageId[] = [];
  let running: Promise<void> | null = null;
  let arrivals = 0;
  let asking = 0;
  let wake: () => void = () => undefined;

  /** Waits until no more mail comes in. Answers how much of the longest delay is left. */
  async function quietPeriod(maxDelay: number): Promise<number> {
    let left = maxDelay;
    for (
      let seen = -1;
      queue.length > batchSize && seen !== arrivals && asking === 0 && left > 0;
      left -= lullMs
    ) {
      seen = arrivals;
      await new Promise<void>((resolve) => {
        wake = resolve;
        timers.after(lullMs, resolve);
      });
    }
    return left;
  }

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
      text.put(id, searchHeadOf(message));
      return null;
    }
    const row = { ...message, ...summaryOf(mail, message), preview: mail.preview, parsed: true };
    text.put(id, searchHeadOf(message.kind === 'smtp' ? row : message) + wordsOf(mail));
    return message.parsed || message.kind !== 'smtp' ? null : row;
  }

  /** Reads some mails, those of a burst in another thread, and notes them in their order and in one change. */
  async function readSlice(ids: readonly MessageId[]): Promise<void> {
    const patient = ids.length + queue.length > batchSize;
    const read = await Promise.all(ids.map((id) => parse(id, patient)));
    const rows = read.flatMap(({ id, mail }) => note(id, mail) ?? []);
    store.commit((tx) => rows.forEach((row) => tx.put('messages', { ...row, seq: tx.nextSeq() })));
  }

  /** Reads all; what fails (nothing can be stored just now) is tried again when the next mail comes. */
  async function drain(): Promise<void> {
    let fault: Error | null = null;
    let maxDelay = patienceMs;
    while (queue.length > 0) {
      maxDelay = await quietPeriod(maxDelay);
      const ids = queue.splice(0, slice);
      await readSlice(ids).catch((error: Error) => {
        fault = error;
        for (const id of ids) putOff.push(id);
      });
    }
    if (fault !== null) throw new Error('Some mail could not be read yet', { cause: fault });
  }

  return {
    enqueue(id) {
      arrivals += 1;
      for (const earlier of putOff.splice(0)) queue.push(earlier);
      queue.push(id);
      if (running) return;
      running = drain().finally(() => {
        running = null;
      });
      watch('reading mail', running);
    },
    async caughtUp() {
      asking += 1;
      wake();
      while (running) await running.catch(() => undefined);
      asking -= 1;
    },
  };
}

/** Reply-To is searched too; the row has the other fields of the head. */
const wordsOf = ({ words, reply_to }: ParsedMail): string =>
  [words, ...reply_to.map(({ name, address }) => lowerSpaced(`${name} <${address}>`))].join('\n');

/** What a list shows; the envelope stands in where a header is missing or names nobody. */
function summaryOf(mail: ParsedMail, message: MessageRecord): Partial<MessageRecord> {
  const to = mail.to.filter(({ address }) => address !== '');
  return {
    from: mail.from ?? message.from,
    to: to.length > 0 ? to : message.to,
    cc: mail.cc.filter(({ address }) => address !== ''),
    subject: mail.subject,
    attachment_count: mail.attachments.filter(({ inline }) => !inline).length,
  };
}
