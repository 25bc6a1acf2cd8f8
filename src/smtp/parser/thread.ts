import type { ParsedMail as MailparserMail } from 'mailparser';
import { createThreadCalls } from '../../threads/calls.js';
import { joinInTurns } from '../copy-in-slices.js';

/** Some fields of a record, each of which may be undefined as well as absent. */
type Some<T, K extends keyof T> = { [F in K]?: T[F] | undefined };
type MailparserPart = MailparserMail['attachments'][number];

/** The part of mailparser's result that is used; all of it can be posted from thread to thread. */
export type PlainMail = Some<
  MailparserMail,
  'from' | 'to' | 'cc' | 'replyTo' | 'subject' | 'html' | 'text' | 'textConversionError'
> & {
  headerLines: MailparserMail['headerLines'];
  attachments: (Pick<MailparserPart, 'contentType' | 'size' | 'content'> &
    Some<MailparserPart, 'filename' | 'cid' | 'contentDisposition' | 'related'>)[];
};

export const parserOptions = {
  skipTextToHtml: true,
  skipHtmlToText: true,
  checksumAlgo: false,
  keepCidLinks: true,
} as const;

export type ParserCalls = { parse: { argument: Uint8Array; reply: PlainMail } };

export interface ParserThread {
  parse(raw: Buffer): Promise<PlainMail>;
  /** Ends the thread; mail that is being parsed fails. */
  stop(): Promise<void>;
}

/** Parses mail in a thread that runs the program `file` and is started for the first mail. */
export function createParserThread(file: string): ParserThread {
  const calls = createThreadCalls<ParserCalls>({
    file,
    ended: (cause) => cause ?? new Error('the parser ended'),
  });
  return {
    async parse(raw) {
      // The thread gets a copy of its own, which is moved there.
      const copy = await joinInTurns([raw], raw.length);
      return calls.thread().ask('parse', { value: copy, moved: [copy.buffer as ArrayBuffer] });
    },
    stop: calls.stop,
  };
}
