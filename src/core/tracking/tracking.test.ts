import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addUtm, withoutUtm } from './utm.js';
import { trackHtml } from './rewrite-html.js';
import { linksOf } from '../inbox/html-links.js';
import { styleRulesOf } from '../html/style-rules.js';

const corpus = (name: string) =>
  readFileSync(new URL(`../../../test/corpus/html/${name}`, import.meta.url), 'utf8');

/** Rewrites every link to a numbered one; gives back the html and what was asked for. */
function numbered(html: string, pixel: string | null = null) {
  const asked: string[] = [];
  const rewrite = (url: string) => `https://t.test/${asked.push(url) - 1}`;
  return { result: trackHtml(html, { rewrite, pixel }), asked };
}

/** The source of each link that must be rewritten, as it stands between or without quotes, and the URL it means. */
const pages: [string, [source: string, url: string][]][] = [
  [
    'outlook-newsletter.html',
    [
      ['"https://shop.example/buy?x=1&amp;y=2" style=\'', 'https://shop.example/buy?x=1&y=2'],
      ["'https://shop.example/it&#39;s?q=a+b'", "https://shop.example/it's?q=a+b"],
      ['https://shop.example/unquoted?id=7&cat=8', 'https://shop.example/unquoted?id=7&cat=8'],
      ['"  https://shop.example/spaced  "', 'https://shop.example/spaced'],
      ['https://shop.example/area', 'https://shop.example/area'],
      ['"HTTPS://SHOP.EXAMPLE/Upper"', 'HTTPS://SHOP.EXAMPLE/Upper'],
    ],
  ],
  [
    'malformed.html',
    [
      ['"https://one.example/a?x=1&y=2"', 'https://one.example/a?x=1&y=2'],
      ['https://two.example', 'https://two.example'],
      ['"https://three.example/"', 'https://three.example/'],
      ['"https://four.example/"', 'https://four.example/'],
      ['"https://five.example/"', 'https://five.example/'],
      ['"https://six.example/"', 'https://six.example/'],
      ['\'https://seven.example/?q="quoted"\'', 'https://seven.example/?q="quoted"'],
      ['"https://eight.example/#frag?not=query"', 'https://eight.example/#frag?not=query'],
      ['"https://after.example/"', 'https://after.example/'],
    ],
  ],
  [
    'no-body.html',
    [['"https://plain.example/ünïcode/?q=ü&lang=日本"', 'https://plain.example/ünïcode/?q=ü&lang=日本']],
  ],
];

describe('link rewriting', () => {
  it.each(pages)('asks for exactly the links that %s has', (name, links) => {
    expect(numbered(corpus(name)).asked).toEqual(links.map(([, url]) => url));
  });

  it.each(pages)('leaves every other byte of %s as it was', (name, links) => {
    const { result } = numbered(corpus(name));
    const restored = links.reduce((html, [source], index) => {
      const bare = /^["']/.test(source) ? source.slice(1, source.indexOf(source.charAt(0), 1)) : source;
      const put = `https://t.test/${index}`;
      return html.replace(/^["']/.test(source) ? put : `"${put}"`, () => bare);
    }, result);
    expect(restored).toBe(corpus(name));
  });

  it.each([
    ['a comment', '<!-- <a href="https://x.test/">x</a> -->'],
    ['a conditional comment', '<!--[if mso]><a href="https://x.test/">x</a><![endif]-->'],
    ['VML', '<v:rect href="https://x.test/"></v:rect>'],
    ['a style sheet', '<style>a[href="https://x.test/"]{}</style>'],
    ['a script', '<script>"<a href=\'https://x.test/\'>"</script>'],
    ['a stylesheet link', '<link href="https://x.test/a.css">'],
    ['an image', '<img src="https://x.test/a.png">'],
    ['another attribute', '<a data-href="https://x.test/" name="href">x</a>'],
    ['a mail link', '<a href="mailto:a@x.test">x</a>'],
    ['a phone link', '<a href="tel:+1">x</a>'],
    ['a fragment', '<a href="#x">x</a>'],
    ['a closing tag', '</a href="https://x.test/">'],
    ['an unfinished value', '<p>x<a href="https://x.test/'],
    ['a value that swallowed the page', '<a href="https://x.test/>x</a><p class="y">'],
    ['a DOCTYPE', '<!DOCTYPE html PUBLIC "https://x.test/">'],
    ['CDATA', '<![CDATA[<a href="https://x.test/">]]>'],
  ])('leaves %s alone', (_what, html) => {
    expect(numbered(html).result).toBe(html);
  });

  it.each([
    ['before the end of the body', '<body>x</BODY></html>', '<body>x|</BODY></html>'],
    ['before the last end, where there are two', '<body>x</body>y</body>', '<body>x</body>y|</body>'],
    ['at the end, where there is no body', '<p>x', '<p>x|'],
    ['not into a comment', '<body>x</body><!-- </body> -->', '<body>x|</body><!-- </body> -->'],
    ['with links after it', '</body><a href="https://x.test">', '|</body><a href="https://t.test/0">'],
  ])('puts the pixel %s', (_where, html, expected) => {
    const { result } = numbered(html, 'https://p.test/?a=1&b=2');
    const pixel = '<img src="https://p.test/?a=1&amp;b=2" width="1" height="1" alt="" style="display:none">';
    expect(result).toBe(expected.replace('|', pixel));
  });

  it('finds the links of a page again with their texts', () => {
    const html = '<a href="https://x.test/?a=1&amp;b=2">Shop <b>now</b></a>';
    expect(linksOf({ html, rules: styleRulesOf(html) })).toEqual([
      { url: 'https://x.test/?a=1&b=2', text: 'Shop now' },
    ]);
  });
});

describe('UTM values', () => {
  const added = 'utm_source=maildrone&utm_medium=email&utm_campaign=summer-sale-2024';
  it.each([
    ['https://x.test', `https://x.test?${added}`],
    ['https://x.test/#top', `https://x.test/?${added}#top`],
    ['https://x.test/?', `https://x.test/?${added}`],
    ['https://x.test/?a=1&a=2', `https://x.test/?a=1&a=2&${added}`],
    ['https://x.test/?q=why?', `https://x.test/?q=why?&${added}`],
    ['https://x.test/?q=why?#end', `https://x.test/?q=why?&${added}#end`],
    ['https://x.test/??', `https://x.test/??&${added}`],
    ['https://x.test/?a=1&', `https://x.test/?a=1&${added}`],
    ['https://x.test/?q=%20+%2F#a#b?c', `https://x.test/?q=%20+%2F&${added}#a#b?c`],
    [
      'https://x.test/?utm_source=mine',
      'https://x.test/?utm_source=mine&utm_medium=email&utm_campaign=summer-sale-2024',
    ],
    [
      'https://x.test/?utm_source=a&utm_medium=b&utm_campaign=c',
      'https://x.test/?utm_source=a&utm_medium=b&utm_campaign=c',
    ],
  ])('are added to %s without disturbing it', (url, expected) => {
    expect(addUtm(url, 'Summer Sale: 2024!')).toBe(expected);
  });
  it.each([
    ...[
      'https://x.test',
      'https://x.test/#top',
      'https://x.test/?a=1&a=2',
      'https://x.test/?q=%20+%2F#a#b?c',
      'https://x.test/?q=why?',
    ],
    ...[
      'https://x.test/?utm_source=mine',
      'https://x.test/?utm_medium=x#y',
      'https://x.test/?utm_campaign=c',
    ],
  ])('are taken off %s again', (url) => expect(withoutUtm(addUtm(url, 'Sale'))).toBe(url));
});

it.each([
  ['हिन्दी मेल', 'हिन्दी-मेल'],
  ['ข่าวใหม่ น้ำ', 'ข่าวใหม่-น้ำ'],
  ['한국', '한국'],
  ['한국'.normalize('NFD'), '한국'],
  ['عرضٌ خاص', 'عرضٌ-خاص'],
  ['தமிழ் বাংলা', 'தமிழ்-বাংলা'],
  ['עִבְרִית', 'עִבְרִית'],
  ['ខ្មែរ ລາວນ້ຳ', 'ខ្មែរ-ລາວນ້ຳ'],
  ['Новый год ёлка', 'новый-год-ёлка'],
  ['Ελλάδα', 'ελλάδα'],
  ['がぎぐ カタカナ', 'がぎぐ-カタカナ'],
  ['Crème Brûlée Việt Nam İstanbul', 'creme-brulee-viet-nam-istanbul'],
  ['Cre\u0300me', 'creme'],
  ['ﬁne ＡＢＣ ①', 'fine-abc-1'],
  ['می\u200cخواهم', 'میخواهم'],
  ['🎉 \u0301 !', 'campaign'],
  ['--Sale 50%--', 'sale-50'],
])('the campaign %j is %j in utm_campaign', (name, slug) => {
  const { searchParams } = new URL(addUtm('https://x.test/', name));
  expect(searchParams.get('utm_campaign')).toBe(slug.normalize('NFC'));
});
