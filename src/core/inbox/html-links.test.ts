import { expect, it } from 'vitest';
import { styleRulesOf } from '../html/style-rules.js';
import { linksInTextOf, linksOf } from './html-links.js';

const pageOf = (html: string) => ({ html, rules: styleRulesOf(html) });

it.each([
  ['<p>Verify https://w.test/v?t=1 code 123456</p>', ['https://w.test/v?t=1']],
  ['<p>https://w.test/a</p><p>https://w.test/b.</p>', ['https://w.test/a', 'https://w.test/b']],
  ['<td>https://w.test/a</td><td>b</td>', ['https://w.test/a']],
  ['https://w.test/<wbr>long/<b>path</b>', ['https://w.test/long/path']],
  ['https://w.test/a<b style="display:block">Next</b>', ['https://w.test/a']],
  ['https://w.test/?a=1&amp;b=2', ['https://w.test/?a=1&b=2']],
  ['<a href="https://track.test/x">https://w.test/a</a>', []],
  ['<img src="https://w.test/a.png"><script>"https://w.test/b"</script><!-- https://w.test/c -->', []],
  ['<noscript>https://w.test/a</noscript>', ['https://w.test/a']],
  ['<iframe>https://w.test/a</iframe><video>https://w.test/b</video>', []],
  ['<style>a { background: url(https://w.test/a) }</style>', []],
])('of %j the links in text are %j', (html, urls) => {
  expect(linksInTextOf(pageOf(html)).map(({ url }) => url)).toEqual(urls);
});

it('links are made of text that is seen, and are labelled by it', () => {
  const css = '<style>.x{display:none}</style>';
  expect(linksInTextOf(pageOf(`${css}<p class=x>https://a.test/</p><p>https://b.test/</p>`))).toMatchObject([
    { url: 'https://b.test/' },
  ]);
  expect(linksOf(pageOf(`${css}<a href="https://a.test/">Go<b class=x>ne</b></a>`))).toEqual([
    { url: 'https://a.test/', text: 'Go' },
  ]);
  const button = '<td bgcolor="#06c"><a href="https://a.test/"><b style="color:#fff">Buy</b></a>';
  expect(linksOf(pageOf(button))).toEqual([{ url: 'https://a.test/', text: 'Buy' }]);
});
