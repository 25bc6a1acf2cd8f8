import { describe, expect, it } from 'vitest';
import { dataSetLimits, JsonFault } from '../../contract/json/json-text.js';
import { parseInSlices } from './json-slices.js';
import type { ParsedPart } from './json-slices.js';
import { countTurns } from '../../../test/support/turns.js';

const parse = async (text: string) => {
  const parts: ParsedPart[] = [];
  try {
    return { value: await parseInSlices(text, dataSetLimits, (part) => parts.push(part)), parts };
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    return { fault: error.issue, parts };
  }
};
const people = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ email: `p${n}@x.test`, tags: ['a', '"]},{["', '\\'], n }));
const long = `Pérson "\\ \n😀 ${'\u0007\\"é😀x'.repeat(90_000)}`;

describe('a large JSON text is parsed in slices', () => {
  it.each<[what: string, value: unknown]>([
    ['a list', people(5000)],
    ['an object of many keys', Object.fromEntries(people(5000).map((each, n) => [`key ${n}`, each]))],
    [
      'lists within objects within lists',
      [{ a: 1, list: people(2000), b: [people(2000), []] }, people(2000)],
    ],
    ['a long string', { before: [1], text: long, after: { x: [] } }],
    ['long strings in a list', [long, 1, long]],
    ['a long key', { [long]: people(2000) }],
    ['a long string by itself', long],
    ['large members beside small ones', { a: people(2000), b: 1, c: 2, d: long, e: null, f: people(2000) }],
    ['empty and small', { a: {}, b: [[]], c: 'x'.repeat(70_000) }],
  ])('%s', async (_what, value) => {
    for (const text of [JSON.stringify(value), ` ${JSON.stringify(value, null, 1)}\r\n\t`])
      expect((await parse(text)).value).toEqual(value);
    const escaped = JSON.stringify(value).replace(
      /[\u0080-\uffff]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect((await parse(escaped)).value).toEqual(value);
  });

  it('`__proto__` as a name like any other, whether its value is large or small', async () => {
    for (const count of [1, 2000]) {
      const text = `{"a":${JSON.stringify(people(2000))},"__proto__":${JSON.stringify(people(count))}}`;
      const { value } = await parse(text);
      expect(Object.keys(value as object)).toEqual(['a', '__proto__']);
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    }
  });

  const list = JSON.stringify(people(3000));
  it.each([
    ['a missing end', list.slice(0, -1)],
    ['a wrong end', `${list.slice(0, -1)}}`],
    ['a second value', `${list}1`],
    ['a comma at the end', `${list.slice(0, -1)},]`],
    ['a comma at the beginning', `[,${list.slice(1)}`],
    ['two commas after a large member', `[${list},,1]`],
    ['two values without a comma', `[${list} 1]`],
    ['something before a large member', `[1 ${list}]`],
    ['a large member without its key', `{${list}}`],
    ['a key without a colon', `{"a" ${list}}`],
    ['a comma behind a large member', `[${list},]`],
    ['brackets that do not fit', `[${list}, [}, 1]`],
    ['a line end in a string', `["${'x'.repeat(300_000)}\n"]`],
    ['a wrong escape in a long string', `["${'\\q'.repeat(100_000)}"]`],
  ])('%s is a fault', async (_what, text) => {
    expect(() => JSON.parse(text) as unknown).toThrow();
    expect((await parse(text)).fault).toMatch(
      /^Expected valid JSON(?:: (?:unexpected "|it ends too early)|$)/,
    );
  });

  it('part by part, each with its place, and never much at once', async () => {
    const { parts } = await parse(JSON.stringify({ a: { list: people(5000) }, b: 1 }));
    for (const { text } of parts) expect(text.length).toBeLessThan(100_000);
    const places = parts.filter(({ path }) => path === 'a.list').map(({ first }) => first);
    expect(places[0]).toBe(0);
    expect(places.length).toBeGreaterThan(3);
    for (const { value, path, first } of parts)
      if (path === 'a.list') expect((value as { n: number }[])[0]?.n).toBe(first);
  });

  it('while others have their turn', async () => {
    const turnsUntilNow = countTurns();
    await parse(`[${'"some text",'.repeat(1_500_000)}1]`);
    expect(turnsUntilNow()).toBeGreaterThan(5);
  });
});
