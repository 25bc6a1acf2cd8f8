import { expect, it } from 'vitest';
import * as z from 'zod';
import { AppError } from '../../src/contract/errors.js';
import { parseInput } from '../../src/http/routing/input.js';
import { apiTable, controlTable } from '../../src/http/route-tables.js';

const values = [
  ...['', 'x', 'x'.repeat(3000), 'a\r\nb', 0, -1, 1.5, 1e300, true, null],
  ...[[], [1], ['x', 'x'], Array.from({ length: 600 }, () => 'x'), {}, { a: 1 }, { type: 'x', status: -1 }],
];
/** The words with which an issue of our own begins. */
const ours = /^(?:Expected|Required: expected|Invalid email format: expected|Invalid JSON|The|Unknown)\b/;

const keysOf = (schema: z.ZodType): string[] => {
  const { properties, anyOf = [] } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const inner = anyOf.flatMap((each) => Object.keys(typeof each === 'object' ? (each.properties ?? {}) : {}));
  return [...new Set([...Object.keys(properties ?? {}), ...inner])];
};

/** Each field of each body and query with values of every kind: what is said about those that are refused. */
function* refusals(): Generator<string> {
  for (const { method, path, body, query } of [...apiTable.routes, ...controlTable.routes])
    for (const [root, schema] of Object.entries({ body, query }))
      for (const key of schema ? keysOf(schema) : [])
        for (const value of values) {
          try {
            if (schema)
              parseInput(schema, { [key]: value }, { root, strict: true, onPassedOver: () => undefined });
          } catch (error) {
            if (!(error instanceof AppError)) throw error;
            const { issues = [error.details] } = error.details;
            for (const { field, issue } of issues) yield `${method} ${path} ${field}: ${issue}`;
          }
        }
}

it('every refusal of every field says in our own words what was expected', () => {
  const all = [...new Set(refusals())];
  expect(all.length).toBeGreaterThan(400);
  expect(all.filter((line) => !ours.test(line.replace(/^\S+ \S+ [^:]*: /, '')))).toEqual([]);
});
