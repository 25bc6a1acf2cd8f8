import { expect, it } from 'vitest';
import { FaultInput, toFault } from '../../src/contract/fault.js';
import { faultWarnings } from '../../src/http/control/fault-warnings.js';
import { blocksOf, pages } from '../support/pages.js';

/** Rules as the pages show them: in the body of a call, and as an argument in tests. */
const rulesIn = (code: string): unknown[] => [
  ...[...code.matchAll(/_emulator\/faults\b[^']*-d '(\{[^']+\})'/g)].map(
    ([, json = '']) => JSON.parse(json) as unknown,
  ),
  ...[...code.matchAll(/faults\.add\((\{.*?\})\)/gs)].map(
    ([, literal = '']) => JSON.parse(jsonOf(literal)) as unknown,
  ),
];

/** An object literal of TypeScript, with plain keys and texts in single quotes, as JSON. */
const jsonOf = (literal: string): string =>
  literal
    .replace(/'/g, '"')
    .replace(/([{,]\s*)(\w+):/g, '$1"$2":')
    .replace(/,(\s*\})/g, '$1');

const rules = pages.flatMap((page) =>
  blocksOf(page).flatMap(({ code }) => rulesIn(code).map((rule) => [JSON.stringify(rule), rule] as const)),
);

it('the pages show rules of both kinds', () => {
  expect(rules.length).toBeGreaterThanOrEqual(4);
  expect(rules.some(([text]) => text.includes('"smtp"'))).toBe(true);
});

it.each(rules)('%s of the documents is taken and can apply', (_text, rule) => {
  const input = FaultInput.parse(rule);
  expect(faultWarnings(toFault(input, 'fault_00000000', 0))).toEqual([]);
});
