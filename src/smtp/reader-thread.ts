import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { ParsedMail as MailparserMail } from 'mailparser';

/** What is needed of mailparser's result; all of it can be handed from thread to thread. */
export type PlainMail = Pick<
  MailparserMail,
  'from' | 'to' | 'cc' | 'replyTo' | 'subject' | 'html' | 'text' | 'headerLines' | 'textConversionError'
> & {
  attachments: Pick<
    MailparserMail['attachments'][number],
    'filename' | 'contentType' | 'size' | 'cid' | 'contentDisposition' | 'related' | 'content'
  >[];
};

export const parserOptions = {
  skipTextToHtml: true,
  skipHtmlToText: true,
  checksumAlgo: false,
  keepCidLinks: true,
} as const;

interface Answer {
  id: number;
  mail?: PlainMail;
  error?: string;
}

// Given to the thread as text: the bundle has one entry for each command and none for a thread.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { simpleParser } = require(workerData.parser);
parentPort.on('message', async ({ id, raw }) => {
  try {
    const { from, to, cc, replyTo, subject, html, text, headerLines, attachments } =
      await simpleParser(Buffer.from(raw), workerData.options);
    const parts = attachments.map(({ filename, contentType, size, cid, contentDisposition, related, content }) =>
      ({ filename, contentType, size, cid, contentDisposition, related, content }));
    parentPort.postMessage({ id, mail: { from, to, cc, replyTo, subject, html, text, headerLines, attachments: parts } });
  } catch (error) {
    parentPort.postMessage({ id, error: String(error && error.message) });
  }
});
`;

/** Parses mail in a thread of its own, started for the first one, which does not keep the process alive. */
export function createReaderThread(): (raw: Buffer) => Promise<PlainMail> {
  const waiting = new Map<number, { resolve(mail: PlainMail): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let count = 0;

  function start(): Worker {
    const parser = createRequire(import.meta.url).resolve('mailparser');
    const started = new Worker(program, { eval: true, workerData: { parser, options: parserOptions } });
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

  return (raw) =>
    new Promise((resolve, reject) => {
      worker ??= start();
      worker.ref();
      waiting.set((count += 1), { resolve, reject });
      worker.postMessage({ id: count, raw });
    });
}
