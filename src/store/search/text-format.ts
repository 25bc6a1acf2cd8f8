import type { MessageId } from '../../contract/ids.js';

/** Where in `texts` a text stands. */
export interface Place {
  offset: number;
  bytes: number;
}

/** The first bytes of `signatures`. */
export const magic = Buffer.from('mdtext01');

// id (8 characters), offset, length, number of words of the signature (0: the mail is gone).
export const headBytes = 24;
const prefix = 'email_';

export function headOf(id: MessageId, { offset, bytes }: Place, words: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(id.slice(prefix.length), 0, 8, 'latin1');
  head.writeUIntLE(offset, 8, 6);
  head.writeUInt32LE(bytes, 16);
  head.writeUInt32LE(words, 20);
  return head;
}

/** What `headOf` wrote. */
export function headAt(file: Buffer, at: number): { id: MessageId; place: Place; words: number } {
  const id: MessageId = `${prefix}${file.toString('latin1', at, at + 8)}`;
  const place = { offset: file.readUIntLE(at + 8, 6), bytes: file.readUInt32LE(at + 16) };
  return { id, place, words: file.readUInt32LE(at + 20) };
}
