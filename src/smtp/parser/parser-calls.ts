import type { IndexedRow, MailIndexEntry, ParsedMail } from '../../core/ports/mail-reader.js';
import type { BloomHasher } from '../../core/ports/ports.js';
import { asBuffer } from '../../threads/as-buffer.js';
import type { CallHandlers } from '../../threads/calls.js';
import { readEntry, readMail } from './read-mail.js';
import type { Reading } from './read-mail.js';

/** What the parser thread can be asked. */
export type ParserCalls = {
  read: { argument: { bytes: Uint8Array; reading: Reading }; reply: ParsedMail };
  index: { argument: PackedMails; reply: MailIndexEntry[] };
};

/** Mails one behind the other: a message between threads costs as much as a tenth of the reading of a mail. */
export interface PackedMails {
  bytes: Uint8Array;
  mails: { size: number; row: IndexedRow }[];
  reading: Reading;
}

/** The memory of attachments that share theirs with nothing: it is moved. */
const ownMemory = ({ attachments }: ParsedMail): ArrayBuffer[] =>
  attachments.flatMap(({ content: { buffer, byteLength } }) =>
    buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [],
  );

export const createParserCalls = (hasher: BloomHasher): CallHandlers<ParserCalls> => ({
  async read({ bytes, reading }) {
    const mail = await readMail(asBuffer(bytes), reading);
    return { value: mail, moved: [...new Set(ownMemory(mail))] };
  },
  async index({ bytes, mails, reading }) {
    let end = 0;
    const entries = await Promise.all(
      mails.map(({ size, row }) =>
        readEntry(asBuffer(bytes.subarray(end, (end += size))), row, { hasher, reading }),
      ),
    );
    return { value: entries, moved: entries.map(({ filter }) => filter.buffer as ArrayBuffer) };
  },
});
