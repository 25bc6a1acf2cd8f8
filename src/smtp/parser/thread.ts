import type { MailReader, ParsedMail } from '../../core/ports/mail-reader.js';
import { createThreadCalls } from '../../threads/calls.js';
import { joinInSlices } from '../copy-in-slices.js';
import type { ParserCalls } from './parser-calls.js';

export interface ParserThread extends MailReader {
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
async function copyOf(raw: Buffer): Promise<{ copy: Buffer; moved: ArrayBuffer[] }> {
  const copy = await joinInSlices([raw], raw.length);
  return { copy, moved: [copy.buffer as ArrayBuffer] };
}

/** Reads mail in a thread that runs the program `file` and is started for the first mail. */
export function createParserThread(file: string): ParserThread {
  const calls = createThreadCalls<ParserCalls>({
    file,
    ended: (cause) => cause ?? new Error('the parser ended'),
  });
  return {
    async read(raw) {
      const { copy, moved } = await copyOf(raw);
      return withBuffers(await calls.thread().ask('read', { value: copy, moved }));
    },
    async index(raw, row) {
      const { copy, moved } = await copyOf(raw);
      return calls.thread().ask('index', { value: { raw: copy, row }, moved });
    },
    stop: calls.stop,
  };
}
