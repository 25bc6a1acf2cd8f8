import { createHash } from 'node:crypto';
import type { MailIndexEntry, MailReader, ParsedMail, UnparsedMail } from '../../core/ports/mail-reader.js';
import type { Timers } from '../../core/time/clock.js';
import { createSerializer } from '../../core/time/serialize.js';
import { asBuffer } from '../../threads/as-buffer.js';
import { createThreadCalls } from '../../threads/calls.js';
import type { ThreadCalls } from '../../threads/calls.js';
import { joinInSlices } from '../copy-in-slices.js';
import type { ParserCalls } from './parser-calls.js';
import type { Reading } from './read-mail.js';

export interface ParserThread extends Omit<MailReader, 'headers'> {
  /** Ends the thread; mail that is being read fails. */
  stop(): Promise<void>;
}

const withBuffers = (mail: ParsedMail): ParsedMail => ({
  ...mail,
  attachments: mail.attachments.map((part) => ({ ...part, content: asBuffer(part.content) })),
});

/** The thread gets a copy of its own, which is moved there. */
async function copyOf(raws: readonly Buffer[]): Promise<{ copy: Buffer; moved: ArrayBuffer[] }> {
  const copy = await joinInSlices(
    raws,
    raws.reduce((sum, { length }) => sum + length, 0),
  );
  return { copy, moved: [copy.buffer as ArrayBuffer] };
}

/** After much mail the thread keeps tens of megabytes; it is there again in a tenth of a second. */
const longestIdle = 5000;
/** Reading takes some 24 ms per MB, and many times that where a mail is made for it: one that takes longer comes to no end. */
const longestSilence = (bytes: number): number => 10_000 + bytes / 1000;

/** The thread ended before it answered: one of the mails that it read came to no end, or took all of its memory. */
class LostError extends Error {}

/** A thread that runs the program `file`: started for the first mail, ended where none comes, or where it answers no more. */
function createReader(file: string, timers: Timers) {
  let bytes = 0;
  const calls: ThreadCalls<ParserCalls> = createThreadCalls<ParserCalls>({
    file,
    whenIdle: (end) => timers.after(longestIdle, end),
    whenSilent: (end) => timers.after(longestSilence(bytes), end),
    ended: (cause) => new LostError(`the parser ended: ${cause?.message ?? 'it was stopped'}`),
  });
  async function asking<T>(
    raws: readonly Buffer[],
    ask: (copied: Awaited<ReturnType<typeof copyOf>>) => Promise<T>,
  ) {
    const copied = await copyOf(raws);
    const { length } = copied.copy;
    bytes += length;
    try {
      return await ask(copied);
    } finally {
      bytes -= length;
    }
  }
  return {
    read: (raw: Buffer, reading: Reading): Promise<ParsedMail> =>
      asking([raw], async ({ copy, moved }) =>
        withBuffers(await calls.thread().ask('read', { value: { bytes: copy, reading }, moved })),
      ),
    index: (given: readonly UnparsedMail[], reading: Reading): Promise<MailIndexEntry[]> =>
      asking(
        given.map(({ raw }) => raw),
        ({ copy, moved }) => {
          const mails = given.map(({ raw, row }) => ({ size: raw.length, row }));
          return calls.thread().ask('index', { value: { bytes: copy, mails, reading }, moved });
        },
      ),
    stop: calls.stop,
  };
}

/** So many that came to no end are known; of more the oldest are tried again. */
const mostKnown = 1000;

/** Mails that came to no end, by their bytes: each look at one of them would take as long again, and hold up all that wait behind it. */
function createEndless() {
  const sizes = new Map<string, number>();
  const hashOf = (raw: Buffer): string => createHash('sha256').update(raw).digest('base64');
  return {
    has: (raw: Buffer): boolean => Array.from(sizes.values()).includes(raw.length) && sizes.has(hashOf(raw)),
    add(raw: Buffer) {
      sizes.set(hashOf(raw), raw.length);
      for (const oldest of sizes.keys()) if (sizes.size > mostKnown) sizes.delete(oldest);
    },
  };
}

/**
 * Reads mail in a thread that runs the program `file`. Where that is lost, each mail that it was reading is read again in a second
 * one, by itself; a mail that loses this one too is shown raw, from then on at once.
 */
export function createParserThread(file: string, timers: Timers): ParserThread {
  const shared = createReader(file, timers);
  const single = createReader(file, timers);
  let isStopped = false;
  const alone = createSerializer();
  const endless = createEndless();

  const unlessLost = <T>(work: Promise<T>, again: () => Promise<T>): Promise<T> =>
    work.catch((error: unknown) => {
      if (isStopped || !(error instanceof LostError)) throw error;
      return again();
    });
  const readAlone = <T>(raw: Buffer, read: (reading: Reading) => Promise<T>): Promise<T> =>
    alone.run(() => {
      if (endless.has(raw)) return read('raw');
      return unlessLost(read('whole'), () => {
        endless.add(raw);
        return read('raw');
      });
    });
  const readAll = (mails: readonly UnparsedMail[]): Promise<MailIndexEntry[]> =>
    unlessLost(shared.index(mails, 'whole'), async () => {
      const each = mails.map((mail) => readAlone(mail.raw, (reading) => single.index([mail], reading)));
      return (await Promise.all(each)).flat();
    });

  return {
    read: (raw) =>
      endless.has(raw)
        ? shared.read(raw, 'raw')
        : unlessLost(shared.read(raw, 'whole'), () => readAlone(raw, (reading) => single.read(raw, reading))),
    async index(mails) {
      const known = new Set(mails.filter(({ raw }) => endless.has(raw)));
      if (known.size === 0) return readAll(mails);
      const [shown, entries] = await Promise.all([
        shared.index([...known], 'raw'),
        readAll(mails.filter((mail) => !known.has(mail))),
      ]);
      return mails.flatMap((mail) => (known.has(mail) ? shown : entries).splice(0, 1));
    },
    async stop() {
      isStopped = true;
      await Promise.all([shared.stop(), single.stop()]);
    },
  };
}
