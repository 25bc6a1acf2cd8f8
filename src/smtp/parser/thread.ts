import type { ParsedMail } from '../../core/ports/mail-reader.js';
import { createThreadCalls } from '../../threads/calls.js';
import { joinInSlices } from '../copy-in-slices.js';

export type ParserCalls = { read: { argument: Uint8Array; reply: ParsedMail } };

export interface ParserThread {
  read(raw: Buffer): Promise<ParsedMail>;
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

/** Reads mail in a thread that runs the program `file` and is started for the first mail. */
export function createParserThread(file: string): ParserThread {
  const calls = createThreadCalls<ParserCalls>({
    file,
    ended: (cause) => cause ?? new Error('the parser ended'),
  });
  return {
    async read(raw) {
      // The thread gets a copy of its own, which is moved there.
      const copy = await joinInSlices([raw], raw.length);
      const moved = [copy.buffer as ArrayBuffer];
      return withBuffers(await calls.thread().ask('read', { value: copy, moved }));
    },
    stop: calls.stop,
  };
}
