import { expect, it } from 'vitest';
import { encodeJson, isWrittenAtOnce, piecesOfJson } from './write-json.js';

const long = 'a "quoted" line\n of words, '.repeat(8000);
const values: Record<string, unknown> = {
  'a long text': long,
  'a long text of pairs': `x${'😀'.repeat(100_000)}`,
  'a long text with half a pair': `${'x'.repeat(65_535)}\ud83d${'x'.repeat(70_000)}\udc00`,
  'many small rows': Array.from({ length: 3000 }, (_, n) => ({ id: n, name: `row ${n}`, tags: ['a', null] })),
  'rows with long fields': [{ html: long, gone: undefined }, undefined, [], {}, { deep: { er: [long] } }],
  'many keys': Object.fromEntries(Array.from({ length: 9000 }, (_, n) => [`key ${n}`, n])),
  'names of objects': JSON.parse(`{"__proto__":"${'x'.repeat(70_000)}","constructor":1}`) as unknown,
  'fields without a value alone': [Object.fromEntries([['gone', undefined]]), 'x'.repeat(70_000)],
  numbers: Array.from({ length: 20_000 }, (_, n) => n / 3),
};

it.each(Object.entries(values))('%s is written as JSON.stringify writes it', (_name, value) => {
  const pieces = [...piecesOfJson(value)];
  expect(pieces.join('') === JSON.stringify(value)).toBe(true);
  expect(pieces.length).toBeGreaterThan(1);
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(200_000);
});

it('a small value is written at once, and any size of it yields to the event loop in between', async () => {
  expect(isWrittenAtOnce({ data: [1, 'two', null] })).toBe(true);
  let turns = 0;
  const pace = () => {
    turns += 1;
    return undefined;
  };
  const chunks: Buffer[] = [];
  for await (const chunk of encodeJson(Array(10).fill(long), pace)) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString() === JSON.stringify(Array(10).fill(long))).toBe(true);
  expect(turns).toBeGreaterThan(20);
});
