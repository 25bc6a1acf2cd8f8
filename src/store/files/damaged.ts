import { lstat, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { kindOf } from './plain-file.js';

/**
 * Gives a file that cannot be understood another name, `<label>.damaged-<time of its last change>` in the folder of the
 * workspace, where nothing ever touches it again. Answers its new path.
 */
export async function setAside(path: string, dir: string, label: string): Promise<string> {
  const { mtime } = await lstat(path);
  const stamp = mtime.toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
  let aside = join(dir, `${label}.damaged-${stamp}`);
  for (let number = 2; await kindOf(aside); number += 1)
    aside = join(dir, `${label}.damaged-${stamp}-${number}`);
  await rename(path, aside);
  return aside;
}
