import { isUtf8 } from 'node:buffer';
import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { pathFault } from '../contract/path-fault.js';
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

const lineFeed = 0x0a;

/** The text of bytes as they are; throws with the line of the first that are no UTF-8. */
function textOf(file: string, bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    throw usageError(`expected text in UTF-8; ${file}: line ${lineOfFault(bytes)} is none`);
  }
}

function lineOfFault(bytes: Uint8Array): number {
  let [line, from] = [1, 0];
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
    if (!isUtf8(bytes.subarray(from, end))) return line;
    [line, from] = [line + 1, end + 1];
  }
  return line;
}

/** The text of a file, or of stdin for `-`, in UTF-8. */
export function readGiven(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file === '-' ? 0 : file);
  } catch (error) {
    throw unusable('a readable file', file, error);
  }
  return textOf(file, bytes);
}
