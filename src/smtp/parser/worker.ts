import { simpleParser } from 'mailparser';
import { answerCalls } from '../../threads/calls.js';
import { parserOptions } from './thread.js';
import type { ParserCalls, PlainMail } from './thread.js';

/** The program of the thread in which mail is parsed: an entry of the bundle by itself. */
async function parse(raw: Uint8Array): Promise<PlainMail> {
  const { from, to, cc, replyTo, subject, html, text, headerLines, attachments } = await simpleParser(
    Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength),
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
  return { from, to, cc, replyTo, subject, html, text, headerLines, attachments: parts };
}

/** The memory of the attachments that share theirs with nothing: it can be moved to the other thread. */
const ownMemory = ({ attachments }: PlainMail): ArrayBuffer[] =>
  attachments.flatMap(({ content: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );

answerCalls<ParserCalls>({
  async parse(raw) {
    const mail = await parse(raw);
    return { value: mail, moved: [...new Set(ownMemory(mail))] };
  },
});
