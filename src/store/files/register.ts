import { closeSync, fstatSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { fileMode, plainFlags, writeNew } from './plain-file.js';
import { isFullDisk, takenBy } from './store-file-error.js';

/**
 * The file that marks a folder of a workspace as made by the emulator. It also registers by name what the store makes in
 * there for a time, one `+name` when it is made and one `-name` when it is gone: only that is ever removed, whatever
 * else has a name like it.
 */
export const registerName = '.maildrone-emulator';
const firstLine =
  'Made by maildrone-emulator. What is listed here with + and not with - it may remove when it starts.';

const notOurs = (path: string) => takenBy(path, 'was not made by maildrone-emulator.');

function openRegister(path: string): number | null {
  try {
    return openSync(path, plainFlags('read'));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw code === 'ELOOP' || code === 'ENXIO' ? notOurs(path) : error;
  }
}

/**
 * The register of a folder; null where it is not marked. Throws where another file has its name. Without waiting: a few
 * microseconds, where five detours through another thread were a half of the time in which a workspace opens.
 */
function readRegister(dir: string): string | null {
  const path = join(dir, registerName);
  const file = openRegister(path);
  if (file === null) return null;
  try {
    const text = fstatSync(file).isFile() ? readFileSync(file, 'utf8') : null;
    // A power cut may leave the file without its content: it registers nothing then.
    if (text === '' || text?.startsWith(firstLine)) return text;
    throw notOurs(path);
  } finally {
    closeSync(file);
  }
}

/** Whether the folder is marked. Rejects where another file has the name of the mark. */
export const isMarked = (dir: string): Promise<boolean> =>
  new Promise((resolve) => resolve(readRegister(dir) !== null));

export const writeMark = (dir: string): Promise<void> => writeNew(join(dir, registerName), `${firstLine}\n`);

/** Gives a mark that lost all of its content its first line again. */
export function completeMark(dir: string): void {
  if (readRegister(dir) === '') append(dir, `${firstLine}\n`);
}

/** Registers that `name` is about to be made. In a folder without a register nothing is written. */
export const registerMade = (dir: string, name: string): void => append(dir, `+${name}\n`);

/** Registers that `name` is gone, or that it is for good. */
export function registerGone(dir: string, name: string): void {
  try {
    append(dir, `-${name}\n`);
  } catch (error) {
    // The next start finds nothing to remove.
    if (!isFullDisk(error)) throw error;
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
export const registeredIn = (dir: string): Promise<Set<string>> =>
  new Promise((resolve) => resolve(namesRegistered(readRegister(dir) ?? '')));

function namesRegistered(register: string): Set<string> {
  const names = new Set<string>();
  const [, ...lines] = register.split('\n');
  for (const line of lines) {
    // A kill may have cut off the last name, and damage any; no name leads out of the folder.
    const [, sign, name] = /^([+-])([^/]+(?:\/[^/]+)?)$/.exec(line) ?? [];
    if (!name || name.includes('\0') || name.split('/').some((part) => part === '..' || part === '.'))
      continue;
    if (sign === '+') names.add(name);
    else names.delete(name);
  }
  return names;
}
