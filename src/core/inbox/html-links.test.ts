import { expect, it } from 'vitest';
import { linksInTextOf } from './html-links.js';

it.each([
  ['<p>Verify https://w.test/v?t=1 code 123456</p>', ['https://w.test/v?t=1']],
  ['<p>https://w.test/a</p><p>https://w.test/b.</p>', ['https://w.test/a', 'https://w.test/b']],
  ['<td>https://w.test/a</td><td>b</td>', ['https://w.test/a']],
  ['https://w.test/<wbr>long/<b>path</b>', ['https://w.test/long/path']],
  ['https://w.test/?a=1&amp;b=2', ['https://w.test/?a=1&b=2']],
  ['<a href="https://track.test/x">https://w.test/a</a>', []],
  ['<img src="https://w.test/a.png"><script>"https://w.test/b"</script><!-- https://w.test/c -->', []],
  ['<style>a { background: url(https://w.test/a) }</style>', []],
])('of %j the links in text are %j', (html, urls) => {
  expect(linksInTextOf(html).map(({ url }) => url)).toEqual(urls);
});
