import { mkdirSync, readdirSync } from 'node:fs';
import { rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { kindOf, removePlain } from './plain-file.js';
import { diskError, StoreFileError, takenBy } from './store-file-error.js';

const folderMode = 0o700;
type SystemError = NodeJS.ErrnoException;

/** Makes a folder for this user alone, without waiting (see `kindOf`). Rejects where anything has its name. */
export async function makeFolder(path: string): Promise<void> {
  await Promise.resolve();
  mkdirSync(path, { mode: folderMode });
}

/** Makes a folder where it is missing. Rejects where a link or a file has its name. Answers whether it was made. */
export async function ensureFolder(path: string): Promise<boolean> {
  try {
    await makeFolder(path);
    return true;
  } catch (error) {
    if ((error as SystemError).code !== 'EEXIST') throw diskError(path, 'cannot be made', error);
  }
  if ((await kindOf(path)) === 'folder') return false;
  throw takenBy(path, 'is a file or a symbolic link; expected a folder.');
}

/**
 * Makes the directory that the user names and those above it. The user's own path may lead through links. One by one:
 * node's recursive mkdir never returns where a file system refuses all names, as /proc does.
 */
export async function makeDirectories(path: string): Promise<void> {
  const found = await stat(path).catch((error: SystemError) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (found?.isDirectory()) return;
  if (found) throw Object.assign(new Error(`${path} is not a directory`), { code: 'ENOTDIR' });
  if (dirname(path) !== path) await makeDirectories(dirname(path));
  await makeFolder(path).catch((error: SystemError) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** The names in a folder; none where it is missing. Rejects where it is a link. */
export async function namesIn(path: string): Promise<string[]> {
  const kind = await kindOf(path);
  if (kind === null) return [];
  if (kind === 'folder') return readdirSync(path);
  throw new StoreFileError(path, 'is a file or a symbolic link; expected a folder.', 'Nothing was changed.');
}

/** Which names in a folder are those of the store: plain files, and folders with such files of their own. */
export interface OwnNames {
  files: RegExp;
  folders?: readonly (readonly [RegExp, OwnNames])[];
}

/** Removes what the store wrote into a folder, and the folder, unless something else is in it. */
export async function removeOwn(path: string, own: OwnNames): Promise<void> {
  if ((await kindOf(path)) !== 'folder') return;
  for (const name of readdirSync(path)) {
    if (own.files.test(name)) await removePlain(join(path, name));
    for (const [folder, inner] of own.folders ?? [])
      if (folder.test(name)) await removeOwn(join(path, name), inner);
  }
  await rmdir(path).catch((error: SystemError) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST' && error.code !== 'ENOENT') throw error;
  });
}
