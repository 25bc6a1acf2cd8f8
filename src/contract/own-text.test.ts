import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { ownText } from './own-text.js';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const heap = (): number => (collect(), process.memoryUsage().heapUsed);

const texts: Record<string, string> = {
  ascii: 'some words, '.repeat(20),
  accents: 'déjà vu, '.repeat(20),
  'other scripts': 'слова и 😀, '.repeat(20),
  'half a pair': `${'x'.repeat(20)}\ud83d`,
  short: 'x',
  empty: '',
};

it.each(Object.entries(texts))('%s stays as it is, and is cut where it is long', (_name, text) => {
  expect(ownText(text)).toBe(text);
  expect(ownText(text, 15)).toBe(text.slice(0, 15));
});

it('what is kept of a text does not keep the text', () => {
  const before = heap();
  const kept = Array.from({ length: 200 }, (_, n) =>
    ownText(Buffer.alloc(100_000, `${n} words `).toString('latin1'), 200),
  );
  expect(heap() - before).toBeLessThan(5_000_000);
  expect(kept).toHaveLength(200);
});
