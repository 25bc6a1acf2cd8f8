import { constants, fstatSync, lstatSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open, unlink } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { takenBy } from './store-file-error.js';

const { O_RDONLY, O_RDWR, O_CREAT, O_EXCL, O_APPEND, O_NONBLOCK, O_NOFOLLOW } = constants;
// Windows has neither; its links need rights that few users have.
const guarded = (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0);

/** `append` makes a missing file; `create` wants it to be missing; the others want it to be there (`extend` appends). */
const flagsOf = {
  read: O_RDONLY,
  edit: O_RDWR,
  extend: O_RDWR | O_APPEND,
  append: O_RDWR | O_APPEND | O_CREAT,
  create: O_RDWR | O_APPEND | O_CREAT | O_EXCL,
} as const;
export type FileAccess = keyof typeof flagsOf;

/** Files of the store are for their user alone. */
export const fileMode = 0o600;

/** Flags for the functions of node that open a file by themselves. */
export const plainFlags = (access: FileAccess): number => flagsOf[access] | guarded;

/**
 * Opens a file of the store. A link is not followed, since it leads to a file that the emulator did not write; a pipe, a
 * device or a folder is refused.
 */
export async function openPlain(path: string, access: FileAccess): Promise<FileHandle> {
  const file = await open(path, plainFlags(access), fileMode).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ELOOP')
      throw takenBy(path, 'is a symbolic link, which the emulator does not follow.');
    if (error.code === 'EISDIR') throw takenBy(path, 'is a folder; expected a file.');
    throw error;
  });
  if (fstatSync(file.fd).isFile()) return file;
  await file.close();
  throw takenBy(path, 'is not a plain file.');
}

/** Reads a whole file of the store. */
export async function readPlain(path: string): Promise<Buffer> {
  const file = await openPlain(path, 'read');
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Writes a new file. It is gone again where writing fails. */
export async function writeNew(path: string, text: string): Promise<void> {
  const file = await openPlain(path, 'create');
  try {
    await file.writeFile(text);
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await file.close();
  }
}

/**
 * What has a name, without following a link; null where nothing has it. Without waiting: a few microseconds, where a detour
 * through another thread takes ten times that, and a snapshot asks a dozen times.
 */
export const kindOf = (path: string): Promise<'file' | 'folder' | 'other' | null> =>
  new Promise((resolve) => {
    const found = foundAt(path);
    if (!found) resolve(null);
    else resolve(found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other');
  });

function foundAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw error;
  }
}

/** Removes a plain file; anything else of that name stays. */
export async function removePlain(path: string): Promise<void> {
  if ((await kindOf(path)) === 'file') await unlink(path);
}
