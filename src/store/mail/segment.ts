import { fstatSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { closeOnFailure } from '../files/close-on-failure.js';
import { createGrowingFile } from '../files/growing-file.js';
import { openPlain, removePlain } from '../files/plain-file.js';
import { createSpanReader } from './read-spans.js';
import { encodeHead, lineEnd } from './segment-format.js';
import type { RawMail } from './segment-format.js';
import type { Scan, Span } from './segment-scan.js';

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
  /** Appends all or, on an error, nothing. Answers where each mail stands. */
  append(mails: readonly RawMail[]): Promise<Span[]>;
  /** Appends all that another file has at this moment. Answers false where its bytes are not there (any more). */
  takeFrom(other: Segment): Promise<boolean>;
  /** null where the bytes are not there (any more). */
  read(span: Pick<Span, 'offset' | 'bytes'>): Promise<Buffer | null>;
  /** Takes off what stands at its end. */
  cut(size: number): Promise<void>;
  close(): Promise<void>;
  /** Deletes the file. */
  drop(): Promise<void>;
}

/** A file of raw mail that is open. */
export interface ScannableFile {
  path: string;
  fd: number;
  size: number;
  /** Another one as soon as anything is written to the file, or another file has its name. */
  version: string;
}

export interface OpenSegment extends Scan {
  segment: Segment;
}

/** Bytes of a file that are copied at once. */
const blockBytes = 1024 * 1024;
const newline = Buffer.from([lineEnd]);

/** Opens a file of raw mail that is there. Nothing in it is changed. `scan` is how it is gone through. */
export async function openSegment(
  path: string,
  access: 'extend' | 'read',
  scan: (file: ScannableFile) => Scan,
): Promise<OpenSegment> {
  const file = await openPlain(path, access);
  return closeOnFailure(
    () => file.close(),
    () => {
      const { size, ino, mtimeMs, ctimeMs } = fstatSync(file.fd);
      const version = [size, ino, mtimeMs, ctimeMs].join();
      return { segment: createSegment(path, file, size), ...scan({ path, fd: file.fd, size, version }) };
    },
  );
}

/** Makes an empty file of raw mail. Rejects where the name is taken. */
export const makeSegment = async (path: string): Promise<Segment> =>
  createSegment(path, await openPlain(path, 'create'), 0);

function createSegment(path: string, file: FileHandle, found: number): Segment {
  const growing = createGrowingFile(file, found);
  return {
    path,
    live: 0,
    get size() {
      return growing.size;
    },
    async append(mails) {
      const spans: Span[] = [];
      const pieces: Buffer[] = [];
      let at = growing.size;
      for (const { id, raw, checksum: known } of mails) {
        const checksum = known ?? crc32(raw);
        const head = encodeHead({ id, bytes: raw.length, checksum });
        spans.push({ offset: at + head.length, bytes: raw.length, checksum });
        pieces.push(head, raw, newline);
        at += head.length + raw.length + newline.length;
      }
      await growing.append(pieces);
      return spans;
    },
    async takeFrom({ size, read }) {
      for (let offset = 0; offset < size; offset += blockBytes) {
        const block = await read({ offset, bytes: Math.min(blockBytes, size - offset) });
        if (!block) {
          await growing.cut(0);
          return false;
        }
        await growing.append([block]);
      }
      return true;
    },
    read: createSpanReader(growing),
    cut: growing.cut,
    close: () => file.close(),
    async drop() {
      await removePlain(path);
      await file.close();
    },
  };
}
