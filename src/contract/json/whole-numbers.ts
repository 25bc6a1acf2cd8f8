import { invalidField } from '../errors.js';
import { findInJson } from './json-walk.js';

const most = String(2 ** 53);
export const wholeNumberExpected = `Expected a whole number of at most ${most} (2^53): a larger one would be rounded; send it as a string`;

/** The digits that count, without sign, point, exponent and the zeros at both ends. */
const digitsOf = (text: string): string =>
  text
    .replace(/[eE].*$/, '')
    .replace(/[-.]/g, '')
    .replace(/^0+|0+$/g, '');

/** Whether a number, as it is written, is a whole one that would be rounded. */
export function isRounded(token: string): boolean {
  const digits = token.replace('-', '');
  if (/^\d+$/.test(digits))
    return digits.length > most.length || (digits.length === most.length && digits > most);
  const value = Math.abs(Number(token));
  if (!Number.isInteger(value) || value < 2 ** 53 || value === Infinity) return false;
  return digitsOf(token).length >= most.length && digitsOf(token) !== digitsOf(String(value));
}

/**
 * The path of the first whole number that would be rounded; null where there is none. The text must be valid JSON; `first` is
 * the place of the first item of its outermost list.
 */
export function findRounded(text: string, first = 0): string | null {
  // Shorter ones are exact; most texts have no longer one.
  if (!/[\d.]{16}/.test(text)) return null;
  return findInJson(text, { number: isRounded }, first)?.path ?? null;
}

/**
 * Throws a 400 for a whole number beyond 2^53, of which JavaScript keeps no more than 53 bits. Undocumented: we chose to
 * refuse it in any body and file: ids of other systems would come back changed. The text may be a part of a body that stands `within`
 * a path.
 */
export function requireExactNumbers(text: string, within = { path: '', first: 0 }): void {
  const found = findRounded(text, within.first);
  if (found === null) return;
  const path = found.startsWith('[') || within.path === '' ? within.path + found : `${within.path}.${found}`;
  throw invalidField(path === '' ? 'body' : path.slice(0, 200), wholeNumberExpected);
}
