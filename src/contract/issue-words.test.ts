import { expect, it } from 'vitest';
import * as z from 'zod';
import { issueWords } from './issue-words.js';

it.each([
  ['', z.string().min(1), 'Expected at least 1 character'],
  ['', z.string().min(2), 'Expected at least 2 characters'],
  ['ab', z.string().max(1), 'Expected at most 1 character'],
  [[], z.array(z.string()).min(1), 'Expected at least 1 entry'],
  [['a', 'b', 'c'], z.array(z.string()).max(2), 'Expected at most 2 entries'],
  [0, z.number().min(1), 'Expected at least 1'],
])('counts what %j has too little or too much of', (input, schema, expected) => {
  expect(schema.safeParse(input, { error: issueWords }).error?.issues[0]?.message).toBe(expected);
});
