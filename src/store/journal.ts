import { createReadStream } from 'node:fs';
import { open, readdir, rename, rm, stat, truncate } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { StoreFileError } from './store-file-error.js';

/** Append-only file of commits, one line each. Lines of one tick go out in one write. */
export interface Journal {
  /** Takes a line; it is on its way. */
  append(line: string): void;
  /** Resolves when every line taken so far is written; rejects when the last try to write failed. */
  written(): Promise<void>;
  /** Bytes in the current file. */
  readonly size: number;
  /** The error of the last write, until one succeeds. */
  readonly fault: Error | null;
  /** Tries again to write what is owed. */
  retry(): void;
  /** Sets the current file aside under the number of its last commit and begins anew. */
  rotate(seq: number): Promise<void>;
  /** Deletes what was set aside: a snapshot holds it now. */
  dropRotated(): Promise<void>;
  close(): Promise<void>;
}

const name = 'journal.jsonl';
const rotated = /^journal\.(\d+)\.jsonl$/;

const listRotated = async (dir: string): Promise<string[]> =>
  (await readdir(dir))
    .filter((file) => rotated.test(file))
    .sort((a, b) => Number(rotated.exec(a)?.[1]) - Number(rotated.exec(b)?.[1]));

/** Opens the journal in `dir` for appending; what stands in it stays. */
export async function openJournal(dir: string): Promise<Journal> {
  const path = join(dir, name);
  let file: FileHandle = await open(path, 'a');
  let size = (await file.stat()).size;
  let owed: Buffer[] = [];
  let fault: Error | null = null;
  let writing: Promise<void> | null = null;

  async function writeOwed(): Promise<void> {
    // One turn of the event loop, so that all lines of a tick are one write.
    await new Promise((resolve) => setImmediate(resolve));
    while (owed.length > 0) {
      const chunk = Buffer.concat(owed);
      owed = [chunk];
      try {
        const { bytesWritten } = await file.write(chunk);
        size += bytesWritten;
        // A short write (a disk that just filled up) leaves the rest owed, to go on in mid-line.
        const rest = [chunk.subarray(bytesWritten), ...owed.slice(1)];
        owed = rest.filter((part) => part.length > 0);
        fault = null;
      } catch (error) {
        fault = error as Error;
        return;
      }
    }
  }
  const ensureWriting = (): Promise<void> => {
    writing ??= writeOwed().finally(() => {
      writing = null;
    });
    return writing;
  };

  return {
    append(line) {
      owed.push(Buffer.from(`${line}\n`));
      void ensureWriting();
    },
    async written() {
      while (owed.length > 0) {
        await ensureWriting();
        if (fault) throw new StoreFileError(path, `could not be written: ${fault.message}`);
      }
    },
    get size() {
      return size;
    },
    get fault() {
      return fault;
    },
    retry: () => void ensureWriting(),
    async rotate(seq) {
      while (owed.length > 0 && !fault) await ensureWriting();
      if (fault) throw new StoreFileError(path, `could not be written: ${fault.message}`);
      await rename(path, join(dir, `journal.${seq}.jsonl`));
      const next = await open(path, 'a');
      const previous = file;
      file = next;
      size = 0;
      await previous.close();
    },
    async dropRotated() {
      for (const old of await listRotated(dir)) await rm(join(dir, old), { force: true });
    },
    async close() {
      while (owed.length > 0 && !fault) await ensureWriting();
      await file.close();
    },
  };
}

/** A line of the journal as it was found. `torn` bytes at the end of the last file are no line. */
export type JournalLine = { file: string; number: number; text: string };

/**
 * Every whole line of the journal in `dir`, oldest first. A last line without its newline is what a killed process left
 * unfinished: it was never acknowledged, so it is cut off, and `onTorn` is told how many bytes.
 */
export async function* readJournal(
  dir: string,
  onTorn: (file: string, bytes: number) => void,
): AsyncGenerator<JournalLine> {
  const files = [...(await listRotated(dir)), name];
  for (const file of files) {
    const path = join(dir, file);
    if (!(await stat(path).catch(() => null))) continue;
    let rest = '';
    let number = 0;
    for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
      const lines = (rest + String(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const text of lines) yield { file: path, number: ++number, text };
    }
    if (rest === '') continue;
    const bytes = Buffer.byteLength(rest);
    onTorn(path, bytes);
    await truncate(path, (await stat(path)).size - bytes);
  }
}
