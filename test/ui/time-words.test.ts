import { expect, it } from 'vitest';
import { oddity } from '../../ui/words/time-words.js';

const day = 86_400_000;

/** Times on the wire have whole seconds, so what the page holds of the clock is up to a second off. */
it.each([
  ['31 d ahead', 31 * day - 900],
  ['31 d ahead', 31 * day + 900],
  ['1 h ahead', 3_600_000 - 900],
  ['1 min behind', -60_000 + 900],
  ['20 s ahead', 20_000 - 900],
  [null, 900],
])('a clock is %s', (words, off) => {
  const clock = { frozen: false, rate: 1 } as Parameters<typeof oddity>[0];
  expect(oddity(clock, Date.now() + off)).toBe(words);
});
