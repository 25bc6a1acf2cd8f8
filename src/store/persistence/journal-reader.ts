import { join } from 'node:path';
import { kindOf, openPlain } from '../files/plain-file.js';
import { damageAdvice, StoreFileError } from '../files/store-file-error.js';
import { journalName, listRotated } from './journal.js';
import { linesOf } from './lines.js';

/** A line of the journal as it was found. */
export type JournalLine = { file: string; number: number; text: string };

/** The end of a journal that a kill cut off: it was never acknowledged. */
export interface TornEnd {
  path: string;
  /** Where the whole lines end. */
  from: number;
  bytes: number;
}

/**
 * Every whole line of the journal in `dir`, oldest first; nothing is changed. `onTorn` gets the torn end, for `cutOff` once
 * everything has been read. Throws a StoreFileError where a journal ends in anything else.
 */
export async function* readJournal(dir: string, onTorn: (end: TornEnd) => void): AsyncGenerator<JournalLine> {
  let torn: TornEnd | null = null;
  for (const file of [...(await listRotated(dir)), journalName]) {
    const path = join(dir, file);
    if (!(await kindOf(path))) continue;
    let number = 0;
    let from = 0;
    for await (const lines of linesOf(path, damageAdvice.journal)) {
      // The process wrote on after this end, so it was whole once.
      if (torn)
        throw damaged(torn.path, `is cut off in its last line, though later commits stand in ${file}`);
      for (const { text, end } of lines) {
        from = end;
        yield { file: path, number: ++number, text };
      }
    }
    const rest = await readFrom(path, from);
    if (rest.length === 0) continue;
    if (torn || !isCutLine(rest)) throw damaged(`${path} (line ${number + 1})`, 'is no commit');
    torn = { path, from, bytes: rest.length };
  }
  if (torn) onTorn(torn);
}

const damaged = (where: string, what: string): StoreFileError =>
  new StoreFileError(where, `${what}.`, damageAdvice.journal);

async function readFrom(path: string, from: number): Promise<Buffer> {
  const file = await openPlain(path, 'read');
  try {
    const { size } = await file.stat();
    const rest = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await file.read(rest, 0, rest.length, from);
    return rest.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export async function cutOff({ path, from }: TornEnd): Promise<void> {
  const file = await openPlain(path, 'edit');
  try {
    await file.truncate(from);
  } finally {
    await file.close();
  }
}

const beginnings = ['{"version":', '{"seq":'];
const [quote, backslash, space] = [0x22, 0x5c, 0x20];
const closerOf = new Map([
  [0x5b, 0x5d],
  [0x7b, 0x7d],
]);

/**
 * Whether bytes without a line end are the beginning of a commit. Damage differs: a line end that became another byte
 * leaves something behind the last brace, a hole in the file zeros.
 */
export function isCutLine(bytes: Buffer): boolean {
  const start = bytes.toString('latin1', 0, 11);
  if (!beginnings.some((each) => each.startsWith(start) || start.startsWith(each))) return false;
  const open: number[] = [];
  let isText = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    // JSON escapes control characters.
    if (byte < space || (at > 0 && open.length === 0)) return false;
    if (byte === quote) isText = !isText;
    else if (isText && byte === backslash) at += 1;
    else if (isText) continue;
    else if (closerOf.has(byte)) open.push(closerOf.get(byte) ?? 0);
    else if (byte === 0x5d || byte === 0x7d) {
      if (open.pop() !== byte) return false;
    }
  }
  return true;
}
