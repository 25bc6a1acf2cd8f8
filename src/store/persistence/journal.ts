import { yieldToEventLoop } from '../../contract/event-loop.js';
import { writeSync } from 'node:fs';
import { readdir, rename } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { quickBytes } from '../files/growing-file.js';
import { kindOf, openPlain, removePlain } from '../files/plain-file.js';
import { diskError, StoreFileError } from '../files/store-file-error.js';
import { createPendingWrites } from './pending-writes.js';

/** Append-only file of commits, one line each. Lines of one tick go out in one write. */
export interface Journal {
  /** Takes a line; it is on its way. */
  append(line: string): void;
  /** Resolves when every line taken so far is written; rejects when the last try to write failed. */
  written(): Promise<void>;
  /** Bytes in the current file. */
  readonly size: number;
  /** Whether files are set aside that no checkpoint holds yet, such as those of a process that was killed. */
  readonly hasRotated: boolean;
  /** The error of the last write, until one succeeds. */
  readonly fault: Error | null;
  /** Tries again to write the pending lines. */
  retry(): void;
  /** Sets the current file aside under the number of its last commit and begins anew. */
  rotate(seq: number): Promise<void>;
  /** Deletes the files that were set aside: a checkpoint holds their commits now. */
  dropRotated(): Promise<void>;
  close(): Promise<void>;
}

export const journalName = 'journal.jsonl';
const rotated = /^journal\.(\d+)\.jsonl$/;

/** The journals that were set aside in `dir`, oldest first. */
export const listRotated = async (dir: string): Promise<string[]> =>
  (await readdir(dir))
    .filter((file) => rotated.test(file))
    .sort((a, b) => Number(rotated.exec(a)?.[1]) - Number(rotated.exec(b)?.[1]));

/** Opens the journal in `dir` for appending; its lines stay. `onFault` is called when writing begins to fail. */
export async function openJournal(dir: string, onFault: (error: Error) => void): Promise<Journal> {
  const path = join(dir, journalName);
  let file: FileHandle = await openPlain(path, 'append');
  // Those that were read as journals of ours, and those that are set aside from now on.
  const aside = new Set(await listRotated(dir));
  let size = (await file.stat()).size;
  // Lines, and the rest of one that was written in part.
  let unwritten: (string | Buffer)[] = [];
  // How many lines were taken and how many are written: a caller waits for its own line, not for those after it.
  let taken = 0;
  let done = 0;

  /** Writes the pending lines at once, where they are few. */
  function writeLittle(lines: Buffer): void {
    const bytes = writeSync(file.fd, lines);
    size += bytes;
    unwritten = bytes < lines.length ? [Buffer.from(lines.subarray(bytes))] : [];
  }
  async function writeMuch(): Promise<void> {
    const chunk = concat(unwritten);
    unwritten = [chunk];
    const { bytesWritten } = await file.write(chunk);
    size += bytesWritten;
    const rest = chunk.subarray(bytesWritten);
    unwritten = rest.length > 0 ? [rest, ...unwritten.slice(1)] : unwritten.slice(1);
  }
  async function writeAll(): Promise<void> {
    // One turn of the event loop, so that all lines of a tick are one write.
    await yieldToEventLoop();
    while (unwritten.length > 0) {
      const upTo = taken;
      const little = inScratch(unwritten);
      try {
        if (little) writeLittle(little);
        else await writeMuch();
      } catch (error) {
        throw diskError(path, 'could not be written', error);
      }
      // A short write (a disk that just filled up) leaves the rest pending, to go on in mid-line.
      if (!(unwritten[0] instanceof Buffer)) done = upTo;
    }
  }
  const writes = createPendingWrites({ writeAll, onFault });
  async function written(): Promise<void> {
    const mine = taken;
    while (done < mine) {
      await writes.run();
      const fault = writes.fault();
      if (fault && done < mine) throw fault;
    }
  }

  return {
    append(line) {
      unwritten.push(`${line}\n`);
      taken += 1;
      void writes.run();
    },
    written,
    get size() {
      return size;
    },
    get hasRotated() {
      return aside.size > 0;
    },
    get fault() {
      return writes.fault();
    },
    retry: () => void writes.run(),
    async rotate(seq) {
      await written();
      if (size === 0) return;
      const name = `journal.${seq}.jsonl`;
      const former = join(dir, name);
      if (await kindOf(former)) throw new StoreFileError(former, 'stands where the journal is to go.', '');
      await rename(path, former);
      aside.add(name);
      const next = await openPlain(path, 'create').catch(async (error: unknown) => {
        await rename(former, path);
        throw diskError(path, 'could not be begun anew', error);
      });
      // Lines taken meanwhile still go to the old file; a line must not be cut in two.
      while (unwritten.length > 0) await written();
      const previous = file;
      file = next;
      size = 0;
      await previous.close();
    },
    async dropRotated() {
      for (const name of aside) {
        await removePlain(join(dir, name));
        aside.delete(name);
      }
    },
    async close() {
      while (unwritten.length > 0 && !writes.fault()) await writes.run();
      await file.close();
    },
  };
}

// Lines are made bytes here and written before others come: taking new memory for each write would be the larger part
// of its cost. A unit of a string is three bytes at most.
const scratch = Buffer.allocUnsafeSlow(4 * quickBytes);
function inScratch(lines: readonly (string | Buffer)[]): Buffer | null {
  let at = 0;
  for (const line of lines) {
    if (typeof line !== 'string' || at + 3 * line.length > scratch.length) return null;
    at += scratch.write(line, at);
  }
  return at <= quickBytes ? scratch.subarray(0, at) : null;
}

/** One piece of all: only its first may be the rest of a line, as bytes. */
function concat(parts: readonly (string | Buffer)[]): Buffer {
  const [first = ''] = parts;
  if (typeof first === 'string') return Buffer.from(parts.join(''));
  return parts.length === 1 ? first : Buffer.concat([first, Buffer.from(parts.slice(1).join(''))]);
}
