import { expect, it } from 'vitest';
import { parseUrl } from './parse-url.js';

it('gives a URL, from a base too, and null for what is none', () => {
  expect(parseUrl('https://a.test/?b#c')?.search).toBe('?b');
  expect(parseUrl('/b', 'https://a.test')?.href).toBe('https://a.test/b');
  expect(['', 'a', '/b', 'https://', 'https://a b/'].map((text) => parseUrl(text))).toEqual(
    Array(5).fill(null),
  );
});

it('knows a URL with an umlaut as one, however often it was asked', () => {
  let missed = 0;
  for (let round = 0; round < 50_000; round += 1)
    if (parseUrl('https://bücher.test/ü')?.hostname !== 'xn--bcher-kva.test') missed += 1;
  expect(missed).toBe(0);
});
