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
  [
    "https://w.test/Moore's_law 'https://w.test/a', 'https://w.test/b'. (https://w.test/c') don't",
    ["https://w.test/Moore's_law", 'https://w.test/a', 'https://w.test/b', 'https://w.test/c'],
  ],
  [
    'https://w.test/a,https://w.test/b;https://w.test/c?u=https://x.test/d,e;f',
    ['https://w.test/a', 'https://w.test/b', 'https://w.test/c?u=https://x.test/d,e;f'],
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
  [
    '<URL:https://w.test/a> URL:https://w.test/b [x](https://w.test/c) ‚https://w.test/d‘ |https://w.test/e|',
    ['a', 'b', 'c', 'd', 'e'].map((name) => `https://w.test/${name}`),
  ],
  [
    'www.w.test/a, (WWW.x.test) and http://www.y.test/ as www.y.test/; www.例え.jp/パス。',
    ['http://www.w.test/a', 'http://WWW.x.test', 'http://www.y.test/', 'http://www.例え.jp/パス'],
  ],
  ['www. www.x awww.x.test a@www.x.test www.x.test@y.test /www.x.test', []],
  ['www.w.test:8080/a?b and www.w.test…', ['http://www.w.test:8080/a?b', 'http://www.w.test']],
  [
    'https://w.test/{id}/a {https://w.test/b} https://w.test/c{ https://w.test/d(',
    ['{id}/a', 'b', 'c', 'd'].map((name) => `https://w.test/${name}`),
  ],
  [
    '【https://w.test/a】 『https://w.test/b』 https://w.test/c। https://w.test/d؟ https://w.test/e（x）',
    ['a', 'b', 'c', 'd', 'e'].map((name) => `https://w.test/${name}`),
  ],
  [
    'https://пример.рф/путь. https://例え.テスト/パス https://[::1]/a https://localhost:3000/a?b=c;d#e.',
    [
      'https://пример.рф/путь',
      'https://例え.テスト/パス',
      'https://[::1]/a',
      'https://localhost:3000/a?b=c;d#e',
    ],
  ],
])('finds the links of %j', (text, urls) => {
  expect(linksOfText(text).map(({ url }) => url)).toEqual(urls);
});

it('is not slowed down by long text', () => {
  const brackets = `https://x.test/${'('.repeat(2)}${')'.repeat(20_000)}`;
  expect(linksOfText(brackets)).toHaveLength(1);
});
