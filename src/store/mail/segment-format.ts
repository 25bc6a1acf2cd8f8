import { crc32 } from 'node:zlib';
import { hexOf } from '../files/checksum.js';
import type { MessageId } from '../../contract/ids.js';

/** A mail on its way into a file. */
export interface RawMail {
  id: MessageId;
  raw: Buffer;
  /** The checksum that it was first written with; that of its bytes where it is new. */
  checksum?: number | null;
}

/** The line before a mail. */
export interface MailHeadLine {
  id: MessageId;
  /** Bytes of the mail. */
  bytes: number;
  /** CRC-32 of the mail; null in files of earlier releases. */
  checksum: number | null;
  /** Bytes of the head itself. */
  length: number;
}

export const lineEnd = 0x0a;
const pattern = /^(email_[0-9a-z]{8}) (\d{1,12})(?::([0-9a-f]{8}):([0-9a-f]{8}))?\n/;
/** As long as a head can be. */
export const longestHead = 48;

/** `email_1a2b3c4d 16741:<CRC-32 of the mail>:<CRC-32 of the head up to here>` */
export function encodeHead({
  id,
  bytes,
  checksum,
}: Pick<MailHeadLine, 'id' | 'bytes'> & { checksum: number }): Buffer {
  const facts = `${id} ${bytes}:${hexOf(checksum)}`;
  return Buffer.from(`${facts}:${hexOf(crc32(facts))}\n`, 'latin1');
}

/** The head that `bytes` begins with; null where that is none. */
export function parseHead(bytes: Buffer): MailHeadLine | null {
  const match = pattern.exec(bytes.toString('latin1', 0, longestHead));
  if (!match) return null;
  const [line, id, digits, checksum, own] = match;
  if (own !== undefined && hexOf(crc32(`${id} ${digits}:${checksum}`)) !== own) return null;
  return {
    id: id as MessageId,
    bytes: Number(digits),
    checksum: checksum === undefined ? null : parseInt(checksum, 16),
    length: line.length,
  };
}

// Each piece of a head wants the one before it whole.
const cutHead =
  /^email_(?:[0-9a-z]{0,7}|[0-9a-z]{8}(?: (?:\d{1,12}(?::(?:[0-9a-f]{0,7}|[0-9a-f]{8}(?::[0-9a-f]{0,8})?))?)?)?)$/;

/** Whether these last bytes of a file are the beginning of a head that was cut off. */
export function isCutHead(bytes: Buffer): boolean {
  const text = bytes.toString('latin1');
  return 'email_'.startsWith(text) || cutHead.test(text);
}
