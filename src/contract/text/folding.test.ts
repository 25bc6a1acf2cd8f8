import { expect, it } from 'vitest';
import { folded } from './folding.js';

it.each([
  ['ΟΔΟΣΕΙΣ', 'οδος'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['GRÜSSE', 'grüße'],
  ['grüße', 'GRÜSSE'],
  ['GRÜẞE', 'grüsse'],
  ['İstanbul', 'istanbul'],
  ['ISTANBUL', 'ıstanbul'],
  ['ﬁnal', 'FINAL'],
  ['K', 'k'],
  ['ſpät', 'SPÄT'],
  ['Jose\u0301', 'JOSÉ'],
  ['ΐ', '\u03b9\u0308\u0301'],
  ['a\u00a0\u2003b', 'A  B'],
  ['in\u00advis\u200bible', 'invisible'],
])('%s has %s', (text, sought) => {
  expect(folded(text)).toContain(folded(sought));
});

const letters: string[] = [];
for (let code = 0; code <= 0x10ffff; code += 1)
  if (code < 0xd800 || code > 0xdfff) letters.push(String.fromCodePoint(code));

it('every letter is like its capital and its small letter, whatever stands around it', () => {
  const odd: string[] = [];
  for (const letter of letters) {
    const fold = folded(letter);
    const alike = [letter.toUpperCase(), letter.toLowerCase(), fold].every((form) => folded(form) === fold);
    if (!alike || folded(`a${fold}`) !== folded(`a${letter}`)) odd.push(`${letter} ${letter.codePointAt(0)}`);
  }
  expect(odd).toEqual([]);
});

it('text is folded piece by piece as at once, but where a piece begins with a mark or a blank', () => {
  const odd: string[] = [];
  for (const letter of letters)
    for (const [before, after] of [
      ['a', 'b'],
      ['Σ', 'ς'],
    ] as const) {
      if (/^[\p{M}\p{Cf}\s\u1160-\u11ff]/u.test(letter)) continue;
      const pieces = folded(before) + folded(letter) + folded(after);
      if (folded(before + letter + after) !== pieces) odd.push(`${letter} ${letter.codePointAt(0)}`);
    }
  expect(odd).toEqual([]);
});
