import type { z } from 'zod';
import { alternatives } from './fields.js';
import { countWords } from './text/count-words.js';

const typeOf = (value: unknown): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'a list'
      : typeof value === 'object'
        ? 'an object'
        : `a ${typeof value}`;

const named: Record<string, string> = {
  string: 'a string',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const counted: Record<string, (count: number) => string> = {
  string: (count) => countWords(count, 'character'),
  array: (count) => (count === 1 ? '1 entry' : `${count} entries`),
};
const limitWords = (limit: number | bigint, origin: string): string =>
  counted[origin]?.(Number(limit)) ?? String(limit);

/** What was expected, where a schema has no message of its own: for `safeParse`, so that no words of the library come out. */
export const issueWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type': {
      const expected = named[issue.expected] ?? issue.expected;
      return issue.input === undefined
        ? `Required: expected ${expected}`
        : `Expected ${expected}, got ${typeOf(issue.input)}`;
    }
    case 'invalid_value':
      return `Expected ${alternatives(issue.values.map(String))}`;
    case 'too_big':
      return `Expected ${issue.inclusive === false ? 'less than' : 'at most'} ${limitWords(issue.maximum, issue.origin)}`;
    case 'too_small':
      return `Expected ${issue.inclusive === false ? 'more than' : 'at least'} ${limitWords(issue.minimum, issue.origin)}`;
    case 'invalid_union':
      return typeof issue.input === 'number' && !Number.isFinite(issue.input)
        ? 'Expected a number below 1.8e308'
        : `Expected one of the forms that the document describes, got ${typeOf(issue.input)}`;
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
};
