import { writevSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { openPlain, removePlain } from '../files/plain-file.js';
import { createSpanReader } from './read-spans.js';
import { encodeHead, lineEnd } from './segment-format.js';
import type { RawMail } from './segment-format.js';
import { scanSegment } from './segment-scan.js';
import type { KnownMail, Scan, Span } from './segment-scan.js';

/**
 * One file of raw mail: before each mail a head with its id and its size, after it a line end. The file only grows; one
 * whose mail is gone is deleted as a whole.
 */
export interface Segment {
  readonly path: string;
  /** Bytes in the file. */
  readonly size: number;
  /** Bytes of mail that is still kept. */
  live: number;
  /** Half a mail stands at its end and could not be taken off: nothing may follow it. */
  readonly broken: boolean;
  /** Appends all or, on an error, nothing. Answers where each mail stands. */
  append(mails: readonly RawMail[]): Promise<Span[]>;
  /** null where the bytes are not there (any more). */
  read(span: Pick<Span, 'offset' | 'bytes'>): Promise<Buffer | null>;
  /** Takes off what stands at its end. */
  cut(size: number): Promise<void>;
  close(): Promise<void>;
  /** Deletes the file. */
  drop(): Promise<void>;
}

export interface OpenSegment extends Scan {
  segment: Segment;
}

const newline = Buffer.from([lineEnd]);
// As much is written without waiting: a few microseconds into the system's cache, where a detour through another thread
// costs ten times that. What is larger must not hold up the event loop.
const quickBytes = 256 * 1024;

/** Opens a file of raw mail that is there. Nothing in it is changed. */
export async function openSegment(
  path: string,
  known: KnownMail,
  access: 'extend' | 'read',
): Promise<OpenSegment> {
  const file = await openPlain(path, access);
  const { size } = await file.stat();
  return { segment: createSegment(path, file, size), ...scanSegment({ fd: file.fd, size }, known) };
}

/** Makes an empty file of raw mail. Rejects where the name is taken. */
export const makeSegment = async (path: string): Promise<Segment> =>
  createSegment(path, await openPlain(path, 'create'), 0);

function createSegment(path: string, file: FileHandle, found: number): Segment {
  let size = found;
  let broken = false;

  async function write(pieces: readonly Buffer[], bytes: number): Promise<void> {
    let unwritten = [...pieces];
    while (unwritten.length > 0) {
      const done =
        bytes <= quickBytes ? writevSync(file.fd, unwritten) : (await file.writev(unwritten)).bytesWritten;
      unwritten = after(unwritten, done);
    }
  }
  return {
    path,
    live: 0,
    get size() {
      return size;
    },
    get broken() {
      return broken;
    },
    async append(mails) {
      const spans: Span[] = [];
      const pieces: Buffer[] = [];
      let at = size;
      for (const { id, raw, checksum: known } of mails) {
        const checksum = known ?? crc32(raw);
        const head = encodeHead({ id, bytes: raw.length, checksum });
        spans.push({ offset: at + head.length, bytes: raw.length, checksum });
        pieces.push(head, raw, newline);
        at += head.length + raw.length + newline.length;
      }
      try {
        await write(pieces, at - size);
      } catch (error) {
        await file.truncate(size).catch(() => {
          broken = true;
        });
        throw error;
      }
      size = at;
      return spans;
    },
    read: createSpanReader(file),
    async cut(end) {
      await file.truncate(end);
      size = end;
    },
    close: () => file.close(),
    async drop() {
      await removePlain(path);
      await file.close();
    },
  };
}
/** What is left of `pieces` when the first `bytes` are written. */
function after(pieces: readonly Buffer[], bytes: number): Buffer[] {
  let skip = bytes;
  return pieces.flatMap((piece) => {
    const rest = piece.subarray(Math.min(skip, piece.length));
    skip -= piece.length - rest.length;
    return rest.length > 0 ? [rest] : [];
  });
}
