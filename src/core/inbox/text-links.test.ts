import { expect, it } from 'vitest';
import { linksOfText } from './text-links.js';

it.each([
  ['Reset: https://x.test/reset?token=a.b-c_d', ['https://x.test/reset?token=a.b-c_d']],
  [
    'See https://x.test/a, https://x.test/b; and <https://x.test/c>.',
    ['https://x.test/a', 'https://x.test/b', 'https://x.test/c'],
  ],
  [
    '(https://x.test/wiki/A_(b)) and (see https://x.test/d)',
    ['https://x.test/wiki/A_(b)', 'https://x.test/d'],
  ],
  [
    '**https://x.test/bold** "http://x.test/q" [https://x.test/e]',
    ['https://x.test/bold', 'http://x.test/q', 'https://x.test/e'],
  ],
  [
    'https://x.test/a)b [https://x.test/c]d https://x.test/(e)f)g.h (https://x.test/i(j).)',
    ['https://x.test/a', 'https://x.test/c', 'https://x.test/(e)f', 'https://x.test/i(j)'],
  ],
  ['HTTPS://X.TEST/UP!', ['HTTPS://X.TEST/UP']],
  ['twice https://x.test/ https://x.test/', ['https://x.test/']],
  ['https:// http://. mailto:a@x.test ftp://x.test xhttp://y.test', []],
  [
    'https://[::1]:80/x and https://bücher.test/ü?a=1#b',
    ['https://[::1]:80/x', 'https://bücher.test/ü?a=1#b'],
  ],
  [
    '「https://w.test/a」です。 https://w.test/b。 （https://w.test/c）',
    ['https://w.test/a', 'https://w.test/b', 'https://w.test/c'],
  ],
  [
    '«https://w.test/d» https://w.test/e… https://w.test/f\u200bx',
    ['https://w.test/d', 'https://w.test/e', 'https://w.test/f'],
  ],
  [
    'https://ex.test/日本語/です、https://q.test/z！ https://x.test/؟',
    ['https://ex.test/日本語/です', 'https://q.test/z', 'https://x.test/'],
  ],
  ['_https://w.test/a_ xhttps://w.test/b 日https://w.test/c', ['https://w.test/a', 'https://w.test/c']],
  [
    'https://w.test/a՝ https://w.test/b។ https://w.test/c‼ https://w.test/d— https://w.test/e•',
    ['a', 'b', 'c', 'd', 'e'].map((name) => `https://w.test/${name}`),
  ],
])('finds the links of %j', (text, urls) => {
  expect(linksOfText(text).map(({ url }) => url)).toEqual(urls);
});

it('is not slowed down by long text', () => {
  const brackets = `https://x.test/${'('.repeat(2)}${')'.repeat(20_000)}`;
  expect(linksOfText(brackets)).toHaveLength(1);
});
