import { expect, it } from 'vitest';
import { ownText } from './own-text.js';

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
