import { readdir, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureFolder, makeDirectories } from './folder.js';
import { kindOf, writeNew } from './plain-file.js';
import { StoreFileError } from './store-file-error.js';

export const lockName = 'lock';
const ignoreName = '.gitignore';
const workspacesName = 'workspaces';

/** Makes the data directory and hides it from git. Answers its path without links. */
export async function prepareDataDirectory(dir: string): Promise<string> {
  await makeDirectories(dir);
  const root = await realpath(dir);
  // Hardly anybody means it: more often a variable in the path is empty.
  if (dirname(root) === root)
    throw new StoreFileError(
      dir,
      'is the root of a file system.',
      'Choose a directory of its own with --data.',
    );
  // In a directory that the user works in (`--data .`) that would hide the user's own files: there the folder of the
  // workspaces hides itself.
  const isOurs = (await readdir(root)).every((name) => name === lockName);
  const workspaces = join(root, workspacesName);
  if (isOurs) await hideFromGit(root);
  if ((await ensureFolder(workspaces)) && !isOurs) await hideFromGit(workspaces);
  return root;
}

/** Of two that start at once the slower one finds the file there; the lock tells it why it cannot have the directory. */
async function hideFromGit(folder: string): Promise<void> {
  await writeNew(join(folder, ignoreName), '*\n').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}

/** Whether the emulator has used the directory before. */
export const isInUse = async (root: string): Promise<boolean> =>
  (await kindOf(join(root, workspacesName, 'default'))) === 'folder';
