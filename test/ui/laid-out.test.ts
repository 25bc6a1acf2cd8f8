import { expect, it } from 'vitest';
import { laidOut } from '../../ui/words/laid-out.js';
import { previewWords } from '../../ui/words/preview-words.js';

const value = { a: [1, -2.5e3, true, null, 'a "b", {c}: [\\'], b: {}, c: [], d: { e: 'ü' } };

it('lays JSON out as it stands, and other text not at all', () => {
  expect(laidOut(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  for (const text of ['', 'a=b&c=d', '<p>{a}</p>', '"a"']) expect(laidOut(text)).toBe(text);
});

it('lays JSON out whose end was cut off', () => {
  const whole = JSON.stringify(value, null, 2).replace(/\s/g, '');
  const text = JSON.stringify(value);
  for (let end = 1; end < text.length; end += 1) {
    const shown = laidOut(text.slice(0, end));
    expect(whole.startsWith(shown.replace(/\s/g, ''))).toBe(true);
    if (end > 5) expect(shown.split('\n').length).toBeGreaterThan(1);
  }
});

it('ends a preview that was cut after a whole word', () => {
  expect(previewWords('Short')).toBe('Short');
  expect(previewWords(`${'word '.repeat(27)}lanter`.slice(0, 140))).toBe(`${'word '.repeat(27).trim()}…`);
});
