import { expect, it } from 'vitest';
import { styleRulesOf } from '../../src/core/html/style-rules.js';
import { textOfHtml } from '../../src/core/html/to-text.js';
import { linksOf } from '../../src/core/inbox/html-links.js';

// The cost of each of these once grew with its square: a minute and more, in which nothing else was answered.
const count = 20_000;
const pageOf = (html: string) => ({ html, rules: styleRulesOf(html) });
const link = '<a href="https://x.test">x</a> ';

it('a page of very many links becomes text, each with its target', () => {
  expect(textOfHtml(link.repeat(count)).split('x (https://x.test)')).toHaveLength(count + 1);
  expect(linksOf(pageOf(link.repeat(count)))).toHaveLength(count);
});

it.each([
  ['links that are never closed', '<a href="https://x.test">'],
  ['tags within tags', '<table><tr><td>'],
  ['less-than signs', '<'],
  ['line breaks', '<br> '],
])('a page of very many %s is gone through', (_what, piece) => {
  const page = `<p>first</p>${piece.repeat(count * 4)}`;
  expect(textOfHtml(page)).toMatch(/^first/);
  const links = linksOf(pageOf(page));
  expect(links).toHaveLength(piece.startsWith('<a') ? count * 4 : 0);
});

it('a long paragraph keeps its words, spaces and links as they are', () => {
  const words = Array.from({ length: 5000 }, (_, n) => `word${n}`);
  const html = words
    .map((word, n) => (n % 100 === 50 ? `<a href="https://x.test/${n}">${word}</a>` : `<b>${word}</b>`))
    .join('\n ');
  const expected = words
    .map((word, n) => (n % 100 === 50 ? `${word} (https://x.test/${n})` : word))
    .join(' ');
  expect(textOfHtml(`<p>${html}</p><p>end`)).toBe(`${expected}\n\nend`);
});
