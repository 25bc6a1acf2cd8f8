import { closeSync, createWriteStream, openSync, renameSync, rmSync } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { pathFault } from '../contract/path-fault.js';
import { usageError } from './failure.js';
import { unusable } from './given-file.js';
import { beforeSignal } from './signals.js';

/** What the argument is to be. */
const expected = 'the name of a file, or - for stdout';

/** Throws unless a file can take the name: what stands there already must be one too, and no link to one. */
async function requireFileName(file: string): Promise<void> {
  if (file === '') throw usageError(`expected ${expected}; got ""`);
  const found = await lstat(file).catch(() => null);
  if (!found || found.isFile()) return;
  const what = found.isSymbolicLink() ? 'a symbolic link' : found.isDirectory() ? 'a directory' : 'no file';
  throw usageError(`expected ${expected}; ${file} is ${what}`);
}

/** Makes a new file beside the one that it is to become; what stands there already is passed over. */
function openPart(file: string): { part: string; descriptor: number } {
  for (let number = 1; ; number += 1) {
    const part = number === 1 ? `${file}.part` : `${file}.${number}.part`;
    try {
      // Secrets of endpoints are in it. `wx` follows no link.
      return { part, descriptor: openSync(part, 'wx', 0o600) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(expected, file, error);
    }
  }
}

/** The disk, not where the bytes come from, has failed. */
const isOfDisk = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall === 'write';

/**
 * Writes a file under another name until it is whole: half of it must not look like one, and none of it is left where that
 * fails or a signal ends the process. Rejects where the name cannot be used, or as `open` and its bytes do.
 */
export async function writeWhole(
  file: string,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<void> {
  await requireFileName(file);
  // First the signals, and without waiting: at no time is there a file of which the listener does not know.
  let made: string | null = null;
  const remove = () => {
    if (made !== null) rmSync(made, { force: true });
  };
  const release = beforeSignal(remove);
  try {
    // First the file: an answer that nobody reads would keep the process for half a minute.
    const { part, descriptor } = openPart(file);
    made = part;
    const source = await open().catch((error: unknown) => {
      closeSync(descriptor);
      throw error;
    });
    await pipeline(source, createWriteStream(part, { fd: descriptor }));
    renameSync(part, file);
  } catch (error) {
    remove();
    throw isOfDisk(error) ? new Error(`${file} cannot be written: ${pathFault(error)}`) : error;
  } finally {
    release();
  }
}
