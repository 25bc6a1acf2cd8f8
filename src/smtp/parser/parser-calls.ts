import type { IndexedRow, MailIndexEntry, ParsedMail } from '../../core/ports/mail-reader.js';
import type { BloomHasher } from '../../core/ports/ports.js';
import type { CallHandlers } from '../../threads/calls.js';
import { readEntry, readMail } from './read-mail.js';

/** What the parser thread can be asked. */
export type ParserCalls = {
  read: { argument: Uint8Array; reply: ParsedMail };
  index: { argument: { raw: Uint8Array; row: IndexedRow }; reply: MailIndexEntry };
};

/** The memory of attachments that share theirs with nothing: it is moved. */
const ownMemory = ({ attachments }: ParsedMail): ArrayBuffer[] =>
  attachments.flatMap(({ content: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );

/** Bytes that come from another thread are bare. */
const asBuffer = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

export const createParserCalls = (hasher: BloomHasher): CallHandlers<ParserCalls> => ({
  async read(raw) {
    const mail = await readMail(asBuffer(raw));
    return { value: mail, moved: [...new Set(ownMemory(mail))] };
  },
  async index({ raw, row }) {
    const entry = await readEntry(asBuffer(raw), row, hasher);
    return { value: entry, moved: [entry.filter.buffer as ArrayBuffer] };
  },
});
