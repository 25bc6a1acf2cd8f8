import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { MessageId } from '../../contract/ids.js';
import { isCutHead, lineEnd, longestHead, parseHead } from './segment-format.js';
import type { MailHeadLine } from './segment-format.js';

/** Where in its file a mail stands. */
export interface Span {
  offset: number;
  bytes: number;
  /** CRC-32 as it was when the mail was written; null in files of earlier releases. */
  checksum: number | null;
}

export interface ScannedMail extends Span {
  id: MessageId;
}

/** The size of each mail that the store knows, by its id; null where that is not known, as in a snapshot. */
export type KnownMail = ReadonlyMap<MessageId, number> | null;

/** What stands in a file of raw mail. */
export interface Scan {
  mails: ScannedMail[];
  /** Where the first bytes begin that are no mail; null when all is well. */
  unreadableFrom: number | null;
  /** These bytes reach to the end and look like the last write before a kill. */
  isTorn: boolean;
}

/** A file as far as it is read: `offset` bytes in, up to `most` of what is there. */
interface ScannedFile {
  size: number;
  bytesAt(offset: number, most: number): Buffer;
}

/** Heads of small mail stand close: what is read around one has those behind it. */
const aheadBytes = 16 * 1024;

function scannedFile({ fd, size }: { fd: number; size: number }): ScannedFile {
  let from = 0;
  let ahead: Buffer = Buffer.alloc(0);
  function read(offset: number, most: number): Buffer {
    const buffer = Buffer.allocUnsafe(Math.max(0, Math.min(most, size - offset)));
    return buffer.subarray(0, readSync(fd, buffer, 0, buffer.length, offset));
  }
  return {
    size,
    bytesAt(offset, most) {
      if (most > aheadBytes) return read(offset, most);
      const end = Math.min(offset + most, size);
      if (offset < from || end > from + ahead.length) [from, ahead] = [offset, read(offset, aheadBytes)];
      return ahead.subarray(offset - from, end - from);
    },
  };
}

/**
 * Goes from head to head: the mail itself is read only where what follows it cannot be understood. From there on each
 * later head is searched for, so that damage costs the mail that it hit and no other.
 */
export function scanSegment(opened: { fd: number; size: number }, known: KnownMail): Scan {
  const file = scannedFile(opened);
  const mails: ScannedMail[] = [];
  let unreadableFrom: number | null = null;
  let isTorn = false;
  let head = headAt(file, 0);
  for (let at = 0; at < file.size;) {
    const { mail, end, next, damagedFrom } = readMail(file, { at, head, known });
    if (mail) mails.push(mail);
    if (damagedFrom === null) {
      [at, head] = [end, next];
      continue;
    }
    unreadableFrom ??= damagedFrom;
    const later = findHead(file, end, known);
    isTorn = later === null && unreadableFrom === at && looksTorn(file, { at, head, known });
    at = later ?? file.size;
    head = headAt(file, at);
  }
  return { mails, unreadableFrom, isTorn };
}

interface Place {
  at: number;
  /** The head that stands there. */
  head: MailHeadLine | null;
  known: KnownMail;
}

interface Step {
  mail: ScannedMail | null;
  /** Where the bytes begin that are no mail; null where all is well up to `end`. */
  damagedFrom: number | null;
  /** Where to go on: behind the mail, or from where to search. */
  end: number;
  /** The head that stands at `end`, where all is well. */
  next: MailHeadLine | null;
}

function readMail(file: ScannedFile, { at, head, known }: Place): Step {
  if (!head) return { mail: null, damagedFrom: at, end: at + 1, next: null };
  const offset = at + head.length;
  const end = offset + head.bytes;
  const mail = { id: head.id, offset, bytes: head.bytes, checksum: head.checksum };
  const behind = file.bytesAt(end, 1 + longestHead);
  const isEnded = behind[0] === lineEnd;
  const next = parseHead(behind.subarray(1));
  if (isEnded && (next || behind.length === 1)) return { mail, damagedFrom: null, end: end + 1, next };
  const isCut = end > file.size || (end === file.size && !isAcknowledged(head, known));
  if (isCut || !isWhole(file, mail, known)) return { mail: null, damagedFrom: at, end: offset, next: null };
  // The mail is as it was written: what stands behind it is not.
  return { mail, damagedFrom: isEnded ? null : end, end: isEnded ? end + 1 : end, next: null };
}

/** A kill cuts a mail off before it was acknowledged, so the store does not know it. */
const isAcknowledged = ({ id }: MailHeadLine, known: KnownMail): boolean => known === null || known.has(id);

/** Whether the bytes of a mail are those that were written, as far as its size and checksum show. */
function isWhole(file: ScannedFile, { id, offset, bytes, checksum }: ScannedMail, known: KnownMail): boolean {
  if (checksum === null) return known?.get(id) === bytes;
  return crc32(file.bytesAt(offset, bytes)) === checksum;
}

const blockBytes = 1024 * 1024;
const word = Buffer.from('email_');

/** The next head from `from` on of a mail that the store knows: text in a mail may look like a head. */
function findHead(file: ScannedFile, from: number, known: KnownMail): number | null {
  const isKnown = ({ id, bytes, checksum }: MailHeadLine) =>
    known === null ? checksum !== null : known.get(id) === bytes;
  // Blocks overlap by a head.
  for (let start = from; start < file.size; start += blockBytes) {
    const block = file.bytesAt(start, blockBytes + longestHead);
    for (let at = block.indexOf(word); at >= 0 && at < blockBytes; at = block.indexOf(word, at + 1)) {
      const head = parseHead(block.subarray(at, at + longestHead));
      if (head && isKnown(head) && start + at + head.length + head.bytes <= file.size) return start + at;
    }
  }
  return null;
}

function looksTorn(file: ScannedFile, { at, head, known }: Place): boolean {
  if (head) return at + head.length + head.bytes >= file.size && !isAcknowledged(head, known);
  return file.size - at < longestHead && isCutHead(file.bytesAt(at, longestHead));
}

const headAt = (file: ScannedFile, at: number): MailHeadLine | null =>
  parseHead(file.bytesAt(at, longestHead));
