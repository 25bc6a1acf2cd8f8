import { parentPort } from 'node:worker_threads';
import { simpleParser } from 'mailparser';
import { parserOptions } from './thread.js';
import type { Answer, Task } from './thread.js';

/** The program of the thread in which mail is parsed: an entry of the bundle by itself. */
async function read({ id, raw }: Task): Promise<Answer> {
  try {
    const { from, to, cc, replyTo, subject, html, text, headerLines, attachments } = await simpleParser(
      Buffer.from(raw),
      parserOptions,
    );
    const parts = attachments.map(
      ({ filename, contentType, size, cid, contentDisposition, related, content }) => ({
        filename,
        contentType,
        size,
        cid,
        contentDisposition,
        related,
        content,
      }),
    );
    const mail = { from, to, cc, replyTo, subject, html, text, headerLines, attachments: parts };
    return { id, mail };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

/** Bytes that are nobody else's are handed over without a copy. */
const ownBytes = ({ mail }: Answer): ArrayBuffer[] =>
  (mail?.attachments ?? []).flatMap(({ content: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );

parentPort?.on(
  'message',
  (task: Task) =>
    void read(task).then((answer) => parentPort?.postMessage(answer, [...new Set(ownBytes(answer))])),
);
