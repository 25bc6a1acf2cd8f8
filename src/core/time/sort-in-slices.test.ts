import { expect, it } from 'vitest';
import { byUnits, sortInSlices } from './sort-in-slices.js';

let turns = 0;
const pace = () => {
  turns += 1;
  return undefined;
};
const texts = (count: number) =>
  Array.from({ length: count }, (_, n) => `${(n * 7919) % 10_007}${n % 3 === 0 ? 'é' : '😀'}`);

it.each([0, 1, 4095, 4096, 4097, 20_000])('%i texts are sorted as sort does it', async (count) => {
  const list = texts(count);
  expect(await sortInSlices(list, { compare: byUnits, pace })).toEqual([...list].sort());
});

it('equal items keep their order, and others have their turn in between', async () => {
  const list = Array.from({ length: 30_000 }, (_, place) => ({ key: (place * 31) % 17, place }));
  const compare = (a: { key: number }, b: { key: number }) => a.key - b.key;
  turns = 0;
  expect(await sortInSlices(list, { compare, pace })).toEqual([...list].sort(compare));
  expect(turns).toBeGreaterThan(20);
});
