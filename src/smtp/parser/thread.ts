import { Worker } from 'node:worker_threads';
import type { ParsedMail as MailparserMail } from 'mailparser';
import { joinInTurns } from '../copy-in-slices.js';

/** Some fields of a record, each of which may be undefined as well as absent. */
type Told<T, K extends keyof T> = { [F in K]?: T[F] | undefined };
type MailparserPart = MailparserMail['attachments'][number];

/** What is needed of mailparser's result; all of it can be handed from thread to thread. */
export type PlainMail = Told<
  MailparserMail,
  'from' | 'to' | 'cc' | 'replyTo' | 'subject' | 'html' | 'text' | 'textConversionError'
> & {
  headerLines: MailparserMail['headerLines'];
  attachments: (Pick<MailparserPart, 'contentType' | 'size' | 'content'> &
    Told<MailparserPart, 'filename' | 'cid' | 'contentDisposition' | 'related'>)[];
};

export const parserOptions = {
  skipTextToHtml: true,
  skipHtmlToText: true,
  checksumAlgo: false,
  keepCidLinks: true,
} as const;

/** A mail on its way into the thread. */
export interface Task {
  id: number;
  raw: Uint8Array;
}

/** What comes out of it: one of the two. */
export interface Answer {
  id: number;
  mail?: PlainMail;
  error?: string;
}

export interface ReaderThread {
  parse(raw: Buffer): Promise<PlainMail>;
  /** Ends the thread; what was asked of it fails. */
  stop(): Promise<void>;
}

/** Parses mail in a thread of its own (`file` is its program), started for the first one, which does not keep the process alive. */
export function createReaderThread(file: string): ReaderThread {
  const waiting = new Map<number, { resolve(mail: PlainMail): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let count = 0;

  function start(): Worker {
    const started = new Worker(file);
    started.on('message', ({ id, mail, error }: Answer) => {
      const asked = waiting.get(id);
      waiting.delete(id);
      if (waiting.size === 0) started.unref();
      if (mail) asked?.resolve(mail);
      else asked?.reject(new Error(error ?? 'no answer'));
    });
    const fail = (error: Error) => {
      if (worker === started) worker = null;
      for (const { reject } of waiting.values()) reject(error);
      waiting.clear();
    };
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the parser ended')));
    started.unref();
    return started;
  }

  return {
    async parse(raw) {
      // The thread gets a copy to keep, which is handed over without being copied once more.
      const copy = await joinInTurns([raw], raw.length);
      return new Promise((resolve, reject) => {
        worker ??= start();
        worker.ref();
        waiting.set((count += 1), { resolve, reject });
        worker.postMessage({ id: count, raw: copy } satisfies Task, [copy.buffer as ArrayBuffer]);
      });
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
