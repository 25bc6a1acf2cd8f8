import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { GrowingFile } from '../files/growing-file.js';
import { quickBytes } from '../files/growing-file.js';
import type { Span } from './segment-scan.js';

type Place = Pick<Span, 'offset' | 'bytes'>;

interface Wanted extends Place {
  resolve(raw: Buffer | null): void;
  reject(error: unknown): void;
}

/** Between two mails stands a line end and a head; what is asked for is seldom all that is there. */
const smallGap = 4 * 1024;
/** As much is read at once, without waiting; one mail that is kept keeps all of it. */
const mostBytes = quickBytes;

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

async function readRow(file: Pick<GrowingFile, 'read'>, row: readonly Wanted[]): Promise<void> {
  const start = row[0]?.offset ?? 0;
  const end = row.reduce((last, { offset, bytes }) => Math.max(last, offset + bytes), start);
  try {
    const found = await file.read(start, end - start);
    for (const { offset, bytes, resolve } of row) {
      const from = offset - start;
      resolve(from + bytes <= found.length ? found.subarray(from, from + bytes) : null);
    }
  } catch (error) {
    for (const { reject } of row) reject(error);
  }
}

/**
 * Reads mail of a file; null where the bytes are not there (any more). What is asked for in one turn of the event loop is one
 * call of the system where it stands together, and others have their turn before the next.
 */
export function createSpanReader(file: Pick<GrowingFile, 'read'>): (place: Place) => Promise<Buffer | null> {
  let wanted: Wanted[] = [];
  async function readAll(): Promise<void> {
    await yieldToEventLoop();
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
