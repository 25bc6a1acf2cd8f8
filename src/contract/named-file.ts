import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

// To open a pipe that nobody writes to takes for ever otherwise, and no signal ends a process that does. Windows has no such flag.
const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** Throws, as the system does, where there is no file that ends. */
function requirePlain(found: Stats, path: string): void {
  if (found.isFile()) return;
  const code = found.isDirectory() ? 'EISDIR' : 'ENXIO';
  throw Object.assign(new Error(`${path} is no plain file`), { code });
}

/** Opens a file that a user named: links are followed; a folder, a pipe, a socket and a device are refused. */
export async function openNamedFile(path: string): Promise<FileHandle> {
  const file = await open(path, flags);
  try {
    requirePlain(await file.stat(), path);
    return file;
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Reads the same. */
export async function readNamedFile(path: string): Promise<Buffer> {
  const file = await openNamedFile(path);
  try {
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** Reads the same at once, where a setting names it. */
export function readNamedFileSync(path: string): Buffer {
  const descriptor = openSync(path, flags);
  try {
    requirePlain(fstatSync(descriptor), path);
    return readFileSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
