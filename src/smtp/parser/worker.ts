import type { ParsedMail } from '../../core/ports/mail-reader.js';
import { answerCalls } from '../../threads/calls.js';
import { readMail } from './read-mail.js';
import type { ParserCalls } from './thread.js';

/** The program of the thread in which mail is read: an entry of the bundle by itself. The memory of attachments that share theirs with nothing is moved. */
const ownMemory = ({ attachments }: ParsedMail): ArrayBuffer[] =>
  attachments.flatMap(({ content: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );

answerCalls<ParserCalls>({
  async read(raw) {
    const mail = await readMail(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength));
    return { value: mail, moved: [...new Set(ownMemory(mail))] };
  },
});
