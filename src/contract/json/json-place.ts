import type { ParseError } from 'jsonc-parser';
import { dataSetFileLimits, parseJsonText, requireModest } from './json-text.js';
import type { JsonFault } from './json-text.js';

const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

/** `contacts[3].email` or `contacts.3.email` → `['contacts', '3', 'email']`. */
export const pathOfField = (field: string): string[] => field.split(/[.[\]]+/).filter((part) => part !== '');

/** The line of a field of valid JSON, given as its keys and places, or of the nearest thing around it that is there. */
export function lineOfField(text: string, path: readonly string[]): number {
  let [found, depth, before] = [0, 0, ''];
  const at: (string | number)[] = [];
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const last = at.length - 1;
    if (token === '{') at.push('');
    else if (token === '[') at.push(0);
    else if (token === '}' || token === ']') at.pop();
    else if (token === ',' && typeof at[last] === 'number') at[last] += 1;
    else if (token === ':') at[last] = JSON.parse(before) as string;
    before = token;
    const isOnTheWay = at.length > depth && at.every((part, level) => String(part) === path[level]);
    if (isOnTheWay) [found, depth] = [index, at.length];
  }
  return lineAt(text, found);
}

/** What stands where JSON was expected to go on. */
export function unexpectedIn(text: string, at: number): string {
  const rest = text.slice(at).trimStart();
  if (rest === '') return 'it ends too early';
  return `unexpected ${JSON.stringify((rest.split('\n', 1)[0] ?? '').slice(0, 30))}`;
}

/** Where a text that is no JSON ceases to be it: the line, and what is wrong there. */
export async function placeOfFault(text: string): Promise<{ line: number; reason: string }> {
  // Loaded here: only a faulty file needs it.
  const { parse } = await import('jsonc-parser');
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true });
  const at = errors[0]?.offset ?? text.length;
  return { line: lineAt(text, at), reason: unexpectedIn(text, at) };
}

/** What a file of JSON holds, or why it holds none: with the line, where there is one. */
export type FileJson = { value: unknown } | { fault: { line: number | null; issue: string } };

/** Parses the text of a file. */
export async function readFileJson(text: string, limits = dataSetFileLimits): Promise<FileJson> {
  try {
    return { value: parseJsonText(text, limits) };
  } catch (error) {
    const { at, message } = error as JsonFault;
    if (at !== null) return { fault: { line: lineAt(text, at), issue: message } };
  }
  try {
    requireModest(text, limits);
  } catch (error) {
    return { fault: { line: null, issue: `not valid JSON: ${(error as JsonFault).message}` } };
  }
  const { line, reason } = await placeOfFault(text);
  return { fault: { line, issue: `not valid JSON: ${reason}` } };
}
