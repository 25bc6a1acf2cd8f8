import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Timers } from '../time/clock.js';
import { createPace } from '../time/pace.js';
import { searchHeadOf } from '../messages/search-text.js';
import type { Blobs, MailSearchIndex, Store } from '../ports/ports.js';
import type { MailIndexEntry, MailReader, UnparsedMail } from '../ports/mail-reader.js';

/** Reads mail from outside in the background, in order of arrival, never in the way of the 250. */
export interface ParseQueue {
  /** A mail is in the state, and is enqueued as soon as it is on disk. */
  expect(id: MessageId): void;
  enqueue(id: MessageId): void;
  /** Whether a mail is still to be read: its row lacks what the mail says, so that no search can tell. */
  isUnread(message: Pick<MessageRecord, 'id' | 'stored' | 'parsed'>): boolean;
  /** Enqueues what the state has of mail that is not read yet. */
  resume(): void;
  /** Resolves when all mail taken in so far is read. */
  caughtUp(): Promise<void>;
  /** How many mails wait to be read, or are being read. */
  pending(): number;
}

export interface ParseQueueDeps {
  store: Store;
  blobs: Blobs;
  reader: MailReader;
  text: MailSearchIndex;
  timers: Timers;
  watch(what: string, work: Promise<unknown>): void;
}

// So many mails are read at once and noted in one change, fewer where they are large; meanwhile as many more are on their way.
const sliceMails = 32;
const sliceBytes = 4 * 1024 * 1024;
/** So many waiting mails are a burst, which is worth waking the thread for. */
const burstSize = 8;
/** So many that come within a quiet period are one, too: to read them here would take all of it. */
const burstArrivals = 16;
/** A larger mail counts as so many of this size: it takes as long to read, and its sender waits no less. */
const usualBytes = 64 * 1024;
/** Mails looked at between two looks at the time: each takes a microsecond. */
const soughtAtOnce = 64;
// While a burst comes in, reading waits for a quiet period, so that its senders are answered first: not for long, and not while
// anybody wants to see the mail.
const quietMs = 20;
const longestDelayMs = 2000;

interface IndexedMail {
  id: MessageId;
  /** Null where its file is gone. */
  entry: MailIndexEntry | null;
}

/** Reads some mails, in the background where others should not be held up by it. */
async function readMails(
  { store, blobs, reader }: ParseQueueDeps,
  { ids, inBackground }: { ids: readonly MessageId[]; inBackground: boolean },
): Promise<IndexedMail[]> {
  async function find(id: MessageId): Promise<UnparsedMail | null> {
    const message = store.messages.get(id);
    const raw = message && (await blobs.get(id));
    if (!raw) return null;
    // The row alone crosses over to the thread, without what has come of the mail.
    const { kind, from, to, cc, subject, envelope } = message;
    return { raw, row: { kind, from, to, cc, subject, envelope } };
  }
  const found = await Promise.all(ids.map(find));
  const mails = found.flatMap((mail) => mail ?? []);
  const entries = await reader.index(mails, inBackground);
  let next = 0;
  return ids.map((id, index) => ({ id, entry: (found[index] ? entries[next++] : null) ?? null }));
}

/** Notes what was read of a mail; answers its row as it is now to be, or null where nothing changes. */
function note({ store, text }: ParseQueueDeps, { id, entry }: IndexedMail): MessageRecord | null {
  const message = store.messages.get(id);
  if (!message || message.removed) return null;
  // A mail whose file is gone is still found by its head.
  if (!entry) {
    text.put(id, searchHeadOf(message));
    return null;
  }
  text.put(id, entry.text, entry.filter);
  if (message.parsed || message.kind !== 'smtp') return null;
  return { ...message, ...entry.summary, parsed: true };
}

/** Takes the next mails out of the queue, whose bytes are in memory together. */
function takeSlice(queue: MessageId[], { messages }: Pick<Store, 'messages'>): MessageId[] {
  let bytes = 0;
  let count = 0;
  while (count < Math.min(queue.length, sliceMails) && bytes < sliceBytes) {
    bytes += messages.get(queue[count] as MessageId)?.size ?? 0;
    count += 1;
  }
  return queue.splice(0, count);
}

/** Tells whether mail comes in a burst. What is read as fast as it comes leaves no queue, and holds its own senders up. */
function createArrivals({ now }: Pick<Timers, 'now'>) {
  // Those within the length of a quiet period, counted from the first of them.
  let lately = { from: -Infinity, count: 0, last: -Infinity };
  return {
    note(bytes: number) {
      const last = now();
      const weight = Math.max(1, bytes / usualBytes);
      const isLater = last - lately.from > quietMs;
      lately = isLater
        ? { from: last, count: weight, last }
        : { ...lately, count: lately.count + weight, last };
    },
    areBurst: (waiting: number) =>
      now() - lately.last < quietMs && (waiting > burstSize || lately.count > burstArrivals),
  };
}

/** How far the queue is: mail is done with in the order in which it came. */
function createProgress() {
  let [come, done] = [0, 0];
  let waiting: { upTo: number; resolve(): void }[] = [];
  return {
    come: () => void (come += 1),
    pending: () => come - done,
    done(count: number) {
      done += count;
      const due = waiting.filter(({ upTo }) => upTo <= done);
      waiting = waiting.filter(({ upTo }) => upTo > done);
      for (const { resolve } of due) resolve();
    },
    /** Resolves when all that has come by now is done with, however much comes meanwhile. */
    caughtUp: () =>
      new Promise<void>((resolve) => {
        if (done >= come) resolve();
        else waiting.push({ upTo: come, resolve });
      }),
  };
}

export function createParseQueue(deps: ParseQueueDeps): ParseQueue {
  const { store, text, timers, watch } = deps;
  const queue: MessageId[] = [];
  const deferred: MessageId[] = [];
  const unread = new Set<MessageId>();
  let running: Promise<void> | null = null;
  let finding: Promise<void> | null = null;
  const [arrivals, progress] = [createArrivals(timers), createProgress()];
  let asking = 0;
  let wake: () => void = () => undefined;

  /** Waits until no more mail comes in. Answers how much of the longest delay is left. */
  async function quietPeriod(maxDelay: number): Promise<number> {
    let left = maxDelay;
    for (; arrivals.areBurst(queue.length) && asking === 0 && left > 0; left -= quietMs) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        timers.after(quietMs, resolve);
      });
    }
    return left;
  }

  /** Notes what was read in one change. */
  function noteAll(mails: readonly IndexedMail[]): void {
    const rows = mails.flatMap((mail) => note(deps, mail) ?? []);
    store.commit((tx) => rows.forEach((row) => tx.put('messages', { ...row, seq: tx.nextSeq() })));
    for (const { id } of mails) unread.delete(id);
  }

  /** Reads all; what fails (nothing can be stored just now) is tried again when the next mail comes. */
  async function drain(): Promise<void> {
    let fault: Error | null = null;
    let maxDelay = longestDelayMs;
    let noted = Promise.resolve();
    /** Mail is noted in its order; while one slice is noted the thread reads the next. */
    async function readSlice(ids: readonly MessageId[], before: Promise<void>): Promise<void> {
      try {
        // Those of a burst in another thread.
        const mails = await readMails(deps, { ids, inBackground: ids.length + queue.length > burstSize });
        await before;
        noteAll(mails);
      } catch (error) {
        await before;
        fault = error as Error;
        for (const id of ids) {
          deferred.push(id);
          // It is shown as it is.
          unread.delete(id);
        }
      }
      progress.done(ids.length);
    }
    try {
      while (queue.length > 0) {
        maxDelay = await quietPeriod(maxDelay);
        const before = noted;
        noted = readSlice(takeSlice(queue, store), before);
        await before;
        if (queue.length === 0) await noted;
      }
    } finally {
      // In the same turn as the look that found no more, so that no mail comes unseen between them.
      running = null;
    }
    if (fault !== null)
      throw new Error(`Some mail could not be read yet (${String(fault)})`, { cause: fault });
  }

  function enqueue(id: MessageId): void {
    arrivals.note(store.messages.get(id)?.size ?? 0);
    for (const each of [...deferred.splice(0), id]) {
      queue.push(each);
      unread.add(each);
      progress.come();
    }
    if (running) return;
    running = drain();
    watch('reading mail', running);
  }

  /** Mail that arrived just before a kill is stored and not parsed; all other mail is in the search index. */
  async function findUnparsed(): Promise<void> {
    const pace = createPace();
    for (const [index, { id, stored, parsed }] of store.messages.list().entries()) {
      if (index % soughtAtOnce === 0) await pace();
      if (stored && !(parsed && text.has(id))) enqueue(id);
    }
  }

  return {
    ...{ enqueue, pending: progress.pending },
    expect: (id) => void unread.add(id),
    isUnread: ({ id, stored, parsed }) => unread.has(id) || (finding !== null && stored && !parsed),
    resume() {
      finding = findUnparsed().finally(() => (finding = null));
      watch('finding mail that is not read', finding);
    },
    async caughtUp() {
      asking += 1;
      wake();
      await Promise.resolve(finding)
        .then(progress.caughtUp)
        .finally(() => (asking -= 1));
    },
  };
}
