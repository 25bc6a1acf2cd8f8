import type { FileHandle } from 'node:fs/promises';
import type { Span } from './segment-scan.js';

type Place = Pick<Span, 'offset' | 'bytes'>;

interface Wanted extends Place {
  resolve(raw: Buffer | null): void;
  reject(error: unknown): void;
}

/** Between two mails stands a line end and a head; what is asked for is seldom all that is there. */
const smallGap = 4 * 1024;
/** As much is read at once. Whoever keeps one of its mails keeps all of it. */
const mostBytes = 1024 * 1024;

/** Places that stand close together, each row of them to be read at once. */
function rowsOf(wanted: readonly Wanted[]): Wanted[][] {
  const rows: Wanted[][] = [];
  let [start, end] = [0, -Infinity];
  for (const each of [...wanted].sort((a, b) => a.offset - b.offset)) {
    const isClose = each.offset - end <= smallGap && each.offset + each.bytes - start <= mostBytes;
    if (isClose) rows.at(-1)?.push(each);
    else rows.push([each]);
    if (!isClose) start = each.offset;
    end = isClose ? Math.max(end, each.offset + each.bytes) : each.offset + each.bytes;
  }
  return rows;
}

async function readRow(file: Pick<FileHandle, 'read'>, row: readonly Wanted[]): Promise<void> {
  const start = row[0]?.offset ?? 0;
  const end = row.reduce((last, { offset, bytes }) => Math.max(last, offset + bytes), start);
  const length = end - start;
  try {
    const buffer = Buffer.allocUnsafe(length);
    const { bytesRead } = await file.read(buffer, 0, length, start);
    for (const { offset, bytes, resolve } of row) {
      const from = offset - start;
      resolve(from + bytes <= bytesRead ? buffer.subarray(from, from + bytes) : null);
    }
  } catch (error) {
    for (const { reject } of row) reject(error);
  }
}

/**
 * Reads mail of a file; null where the bytes are not there (any more). What is asked for in one go is one call of the system
 * where it stands together: each is a detour through another thread, which takes longer than to read a mail.
 */
export function createSpanReader(file: Pick<FileHandle, 'read'>): (place: Place) => Promise<Buffer | null> {
  let wanted: Wanted[] = [];
  async function readAll(): Promise<void> {
    // Those that ask in the same go come before.
    await Promise.resolve();
    const rows = rowsOf(wanted);
    wanted = [];
    await Promise.all(rows.map((row) => readRow(file, row)));
  }
  return (place) =>
    new Promise((resolve, reject) => {
      wanted.push({ ...place, resolve, reject });
      if (wanted.length === 1) void readAll();
    });
}
