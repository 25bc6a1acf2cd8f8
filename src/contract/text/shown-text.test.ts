import { expect, it } from 'vitest';
import { shownJson, shownLine, shownLines } from './shown-text.js';

const all = Array.from({ length: 0x2100 }, (_, code) => String.fromCharCode(code)).join('');
const isHarmful = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

it('shows what steers a terminal as JSON writes it, and leaves every other character as it is', () => {
  expect(shownLine('a\u001b[2Jb\u009bc\u0007\r\n\td\u202e')).toBe(
    'a\\u001b[2Jb\\u009bc\\u0007\\r\\n\\td\\u202e',
  );
  expect(shownLine(all)).not.toMatch(isHarmful);
  expect(shownLine('Grüße, 日本語 👩‍👩‍👧 \u200f\u00a0')).toBe('Grüße, 日本語 👩‍👩‍👧 \u200f\u00a0');
});

it('keeps lines and tabs where text has lines of its own', () => {
  expect(shownLines('a\r\nb\n\tc\rd')).toBe('a\nb\n\tc\\rd');
  expect(shownLines(all).replaceAll(/[\n\t]/g, '')).not.toMatch(isHarmful);
});

it('writes JSON that says the same', () => {
  expect(shownJson({ all })).not.toMatch(isHarmful);
  expect(JSON.parse(shownJson({ all }, 2))).toEqual({ all });
});
