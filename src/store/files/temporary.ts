import { renameSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { kindOf, openPlain, removePlain } from './plain-file.js';
import { registerGone, registerMade } from './register.js';
import { StoreFileError } from './store-file-error.js';

/** A file that is written under another name until it is whole. */
export interface Temporary {
  file: FileHandle;
  /** Gives it its name, in place of the file of ours that had it. The file stays open. */
  takeName(): Promise<void>;
  /** Removes it, unless it has its name. */
  discard(): Promise<void>;
}

/** Makes a file that is to become `path`, registered in the workspace folder `root` for the case of a kill. */
export async function createTemporary(path: string, root = dirname(path)): Promise<Temporary> {
  const temporary = await freeNameFor(path);
  const name = relative(root, temporary);
  registerMade(root, name);
  const file = await openPlain(temporary, 'create').catch((error: unknown) => {
    registerGone(root, name);
    throw error;
  });
  let isTaken = false;
  return {
    file,
    async takeName() {
      const kind = await kindOf(path);
      if (kind !== null && kind !== 'file')
        throw new StoreFileError(path, 'is a folder or a symbolic link; expected a file of ours.', '');
      renameSync(temporary, path);
      isTaken = true;
      registerGone(root, name);
    },
    async discard() {
      if (isTaken) return;
      await file.close();
      await removePlain(temporary);
      registerGone(root, name);
    },
  };
}

/** A name beside `path` that nothing has. */
async function freeNameFor(path: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? `${path}.tmp` : `${path}.${number}.tmp`;
    if (!(await kindOf(name))) return name;
  }
}
