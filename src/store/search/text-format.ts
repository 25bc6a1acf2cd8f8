import { crc32 } from 'node:zlib';
import type { MessageId } from '../../contract/ids.js';

/** Where in `texts` a text stands. */
export interface TextPlace {
  offset: number;
  bytes: number;
  /** CRC-32 of the text. */
  checksum: number;
}

/** One record of `signatures`: where a text stands, and its Bloom filter; none where the mail is gone. */
export interface TextRecord {
  id: MessageId;
  place: TextPlace;
  filter: Uint8Array;
}

/** The first bytes of `signatures`: no change of one bit makes those of an earlier release of them. */
export const magic = Buffer.from('mdtext07');
/** Those of earlier releases: without checksums, and with texts that were folded otherwise. */
export const formerMagics = ['mdtext01', 'mdtext02', 'mdtext04'];

// id (8 characters), offset (6 bytes), 2 unused, bytes, words of the filter, CRC-32 of the text, of the filter, and of all
// this.
const headBytes = 36;
const prefix = 'email_';

const gonePlace: TextPlace = { offset: 0, bytes: 0, checksum: 0 };
const noFilter = new Uint8Array(0);

/** A record whose mail is gone. */
export const goneRecord = (id: MessageId): Buffer => encodeRecord({ id, place: gonePlace, filter: noFilter });

export function encodeRecord({ id, place, filter }: TextRecord): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write(id.slice(prefix.length), 0, 8, 'latin1');
  head.writeUIntLE(place.offset, 8, 6);
  head.writeUInt32LE(place.bytes, 16);
  head.writeUInt32LE(filter.byteLength / 4, 20);
  head.writeUInt32LE(place.checksum, 24);
  head.writeUInt32LE(crc32(filter), 28);
  head.writeUInt32LE(crc32(head.subarray(0, 32)), 32);
  return Buffer.concat([head, filter]);
}

/** The record that stands at `at`; `cut` where the file ends in the midst of it, `damaged` where it is none. */
export function recordAt(file: Buffer, at: number): TextRecord | 'cut' | 'damaged' {
  const head = file.subarray(at, at + headBytes);
  if (head.length < headBytes) return 'cut';
  if (crc32(head.subarray(0, 32)) !== head.readUInt32LE(32)) return 'damaged';
  const end = at + headBytes + head.readUInt32LE(20) * 4;
  if (end > file.length) return 'cut';
  const filter = file.subarray(at + headBytes, end);
  if (crc32(filter) !== head.readUInt32LE(28)) return 'damaged';
  const place = {
    offset: head.readUIntLE(8, 6),
    bytes: head.readUInt32LE(16),
    checksum: head.readUInt32LE(24),
  };
  return { id: `${prefix}${head.toString('latin1', 0, 8)}`, place, filter };
}

/** Bytes of a record. */
export const lengthOf = ({ filter }: TextRecord): number => headBytes + filter.byteLength;
