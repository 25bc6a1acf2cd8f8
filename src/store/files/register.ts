import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileMode, kindOf, plainFlags, readPlain, writeNew } from './plain-file.js';
import { StoreFileError } from './store-file-error.js';

/**
 * The file that marks a folder of a workspace as made by the emulator. It also registers by name what the store makes in
 * there for a time, one `+name` when it is made and one `-name` when it is gone: only that is ever removed, whatever
 * else has a name like it.
 */
export const registerName = '.maildrone-emulator';
const firstLine =
  'Made by maildrone-emulator. What is listed here with + and not with - it may remove when it starts.';

/** Whether the folder is marked. Rejects where another file has the name of the mark. */
export async function isMarked(dir: string): Promise<boolean> {
  const path = join(dir, registerName);
  const kind = await kindOf(path);
  if (kind === null) return false;
  if (kind === 'file' && (await readPlain(path)).toString().startsWith(firstLine)) return true;
  throw new StoreFileError(
    path,
    'was not made by maildrone-emulator.',
    'Move it away, or choose another directory with --data; nothing was changed.',
  );
}

export const writeMark = (dir: string): Promise<void> => writeNew(join(dir, registerName), `${firstLine}\n`);

/** Registers that `name` is about to be made. In a folder without a register nothing is written. */
export const registerMade = (dir: string, name: string): void => append(dir, `+${name}\n`);

/** Registers that `name` is gone, or that it is for good. */
export function registerGone(dir: string, name: string): void {
  try {
    append(dir, `-${name}\n`);
  } catch {
    // On a full disk the next start finds nothing to remove.
  }
}

// Without waiting: a few microseconds, and nothing may come between the line and what it is about.
function append(dir: string, line: string): void {
  let file: number;
  try {
    // Without O_CREAT: what has no register is no workspace.
    file = openSync(join(dir, registerName), plainFlags('extend'), fileMode);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  try {
    writeSync(file, line);
  } finally {
    closeSync(file);
  }
}

/** What is registered as made and not as gone. */
export async function registeredIn(dir: string): Promise<Set<string>> {
  const names = new Set<string>();
  if (!(await isMarked(dir))) return names;
  const [, ...lines] = (await readPlain(join(dir, registerName))).toString().split('\n');
  for (const line of lines) {
    // A kill may have cut off the last name; no name leads out of the folder.
    const [, sign, name] = /^([+-])([^/]+(?:\/[^/]+)?)$/.exec(line) ?? [];
    if (!name || name.split('/').some((part) => part === '..' || part === '.')) continue;
    if (sign === '+') names.add(name);
    else names.delete(name);
  }
  return names;
}
