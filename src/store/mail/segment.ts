import { readSync, writevSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { MessageId } from '../../contract/ids.js';

/** A mail on its way into a file. */
export interface RawMail {
  id: MessageId;
  raw: Buffer;
}

/** Where in its file a mail stands. */
export interface Span {
  offset: number;
  bytes: number;
}

/**
 * One file of raw mail. Each mail is a head line `email_1a2b3c4d 16741`, that many bytes as they were received, and a line
 * end. The file only grows; one whose mail is gone is deleted as a whole.
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
  read(span: Span): Promise<Buffer | null>;
  close(): Promise<void>;
  /** Deletes the file. */
  drop(): Promise<void>;
}

/** What was found in a file at its opening. */
export interface FoundMail extends Span {
  id: MessageId;
}

export interface OpenSegment {
  segment: Segment;
  mails: FoundMail[];
  /** Where the first bytes begin that are no mail; null when all is well. */
  unreadableFrom: number | null;
}

const lineEnd = Buffer.from('\n');
const head = /^(email_[0-9a-z]{8}) (\d{1,12})\n/;
const longestHead = 32;
// As much is written without waiting: a few microseconds into the system's cache, where a detour through another thread
// costs ten times that. What is larger must not hold up the event loop.
const quickBytes = 256 * 1024;

/** Goes from head to head: the mail itself is not read. */
function* headsIn(fd: number, size: number): Generator<FoundMail, number> {
  const buffer = Buffer.alloc(longestHead);
  let at = 0;
  while (at < size) {
    const read = readSync(fd, buffer, 0, longestHead, at);
    const match = head.exec(buffer.toString('latin1', 0, read));
    if (!match) return at;
    const [line, id, digits] = match;
    const span = { offset: at + line.length, bytes: Number(digits) };
    const end = span.offset + span.bytes + lineEnd.length;
    if (end > size) return at;
    yield { id: id as MessageId, ...span };
    at = end;
  }
  return at;
}

/** Whether what stands at `from` is the beginning of a mail that a kill cut off: it was never acknowledged. */
function isTorn(fd: number, from: number, size: number): boolean {
  const buffer = Buffer.alloc(longestHead);
  const text = buffer.toString(
    'latin1',
    0,
    readSync(fd, buffer, 0, Math.min(longestHead, size - from), from),
  );
  return head.test(text) || (!text.includes('\n') && text.length < longestHead);
}

/** Opens a file of raw mail, an empty one where there is none. A mail that a kill cut off at its end is taken off. */
export async function openSegment(path: string): Promise<OpenSegment> {
  const file = await open(path, 'a+');
  const { size } = await file.stat();
  const mails: FoundMail[] = [];
  const heads = headsIn(file.fd, size);
  let step = heads.next();
  for (; !step.done; step = heads.next()) mails.push(step.value);
  const end = step.value;
  const torn = end < size && isTorn(file.fd, end, size);
  if (torn) await file.truncate(end);
  const segment = createSegment(path, file, torn ? end : size);
  return { segment, mails, unreadableFrom: end < size && !torn ? end : null };
}

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
      for (const { id, raw } of mails) {
        const line = Buffer.from(`${id} ${raw.length}\n`, 'latin1');
        spans.push({ offset: at + line.length, bytes: raw.length });
        pieces.push(line, raw, lineEnd);
        at += line.length + raw.length + lineEnd.length;
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
    async read({ offset, bytes }) {
      const buffer = Buffer.allocUnsafe(bytes);
      const { bytesRead } = await file.read(buffer, 0, bytes, offset);
      return bytesRead === bytes ? buffer : null;
    },
    close: () => file.close(),
    async drop() {
      await rm(path, { force: true });
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
