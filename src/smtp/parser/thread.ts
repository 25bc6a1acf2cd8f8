import type { MailReader, ParsedMail } from '../../core/ports/mail-reader.js';
import type { Timers } from '../../core/time/clock.js';
import { createThreadCalls } from '../../threads/calls.js';
import { joinInSlices } from '../copy-in-slices.js';
import type { ParserCalls } from './parser-calls.js';

export interface ParserThread extends Omit<MailReader, 'headers'> {
  /** Ends the thread; mail that is being read fails. */
  stop(): Promise<void>;
}

/** Bytes that come from another thread are bare. */
const withBuffers = (mail: ParsedMail): ParsedMail => ({
  ...mail,
  attachments: mail.attachments.map((part) => {
    const { buffer, byteOffset, byteLength } = part.content;
    return { ...part, content: Buffer.from(buffer, byteOffset, byteLength) };
  }),
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

/** Reads mail in a thread that runs the program `file`, started for the first mail and ended where none comes. */
export function createParserThread(file: string, timers: Timers): ParserThread {
  const calls = createThreadCalls<ParserCalls>({
    file,
    whenIdle: (end) => timers.after(longestIdle, end),
    ended: (cause) => cause ?? new Error('the parser ended'),
  });
  return {
    async read(raw) {
      const { copy, moved } = await copyOf([raw]);
      return withBuffers(await calls.thread().ask('read', { value: copy, moved }));
    },
    async index(mails) {
      const { copy, moved } = await copyOf(mails.map(({ raw }) => raw));
      const packed = { bytes: copy, mails: mails.map(({ raw, row }) => ({ size: raw.length, row })) };
      return calls.thread().ask('index', { value: packed, moved });
    },
    stop: calls.stop,
  };
}
