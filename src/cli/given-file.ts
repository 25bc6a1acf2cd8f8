import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { pathFault } from '../contract/path-fault.js';
import { lineOfForeignBytes } from '../contract/text/utf8.js';
import { usageError } from './failure.js';

/** A path of the command line that cannot be used: wrong usage. */
export const unusable = (expected: string, file: string, error: unknown): Error =>
  usageError(`expected ${expected}; ${file || '""'}: ${pathFault(error)}`);

/** What stands at a path; null where nothing does. Throws in words where that cannot be told. */
export function statOf(file: string, expected: string): Stats | null {
  try {
    return statSync(file, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    throw unusable(expected, file, error);
  }
}

/** The text of a file, or of stdin for `-`, in UTF-8. */
export function readGiven(file: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw unusable('a readable file', file, error);
  }
  const line = lineOfForeignBytes(bytes);
  if (line !== null) throw usageError(`expected text in UTF-8; ${file}: line ${line} is none`);
  return bytes.toString();
}
