import { describe, expect, it } from 'vitest';
import { cidReferences } from './cid-references.js';
import { previewPage } from './preview-page.js';

const part = (content_id: string | null, content_type: string, content: Buffer) => ({
  ...{ index: 0, filename: null, size: 1, inline: true },
  ...{ content_id, content_type, content },
});
/** The page with a picture of each id; its content is the id. */
const shown = (html: string, ids: readonly string[] = ['a'], type = 'image/png') =>
  previewPage(
    { html, cids: cidReferences(html), attachments: ids.map((id) => part(id, type, Buffer.from(id))) },
    { quiet: false },
  ).html;
const data = (id: string, type = 'image/png') => `data:${type};base64,${Buffer.from(id).toString('base64')}`;

/** What Chromium loads of a page, with the id of the part: in each of them exactly the URL is replaced. */
const loaded: readonly (readonly [html: string, url: string, id?: string])[] = [
  ['<img src="cid:a">', 'cid:a'],
  ["<img src='cid:a'>", 'cid:a'],
  ['<IMG SRC="CiD:a">', 'CiD:a'],
  ['<img src="cid:%61">', 'cid:%61'],
  ['<img src="cid&#58;a">', 'cid&#58;a'],
  ['<img src="&#x63;id:a">', '&#x63;id:a'],
  ['<img src="cid&colon;a">', 'cid&colon;a'],
  ['<img src="ci\td:a">', 'ci\td:a'],
  ['<img src="cid:a&b">', 'cid:a&b', 'a&b'],
  ['<img src="cid:a&amp;b">', 'cid:a&amp;b', 'a&b'],
  ['<img src="cid:a&copy=1">', 'cid:a&copy=1', 'a&copy=1'],
  ['<img src="cid:a+b">', 'cid:a+b', 'a+b'],
  ['<img src="cid:a%2Bb">', 'cid:a%2Bb', 'a+b'],
  ['<img src="cid:a%40x">', 'cid:a%40x', 'a@x'],
  ['<img src="cid:a%40x">', 'cid:a%40x', 'a%40x'],
  ['<img src="cid:my%20pic">', 'cid:my%20pic', 'my pic'],
  ['<img src="cid:my pic">', 'cid:my pic', 'my pic'],
  ['<img src="cid:gr%C3%BCn">', 'cid:gr%C3%BCn', 'grün'],
  ['<img src="cid:100%">', 'cid:100%', '100%'],
  ['<input type="image" src="cid:a">', 'cid:a'],
  ['<td background="cid:a">', 'cid:a'],
  ['<video poster="cid:a">', 'cid:a'],
  ['<svg><image href="cid:a"/></svg>', 'cid:a'],
  ['<svg><image xlink:href="cid:a"/></svg>', 'cid:a'],
  ['<v:fill src="cid:a"/>', 'cid:a'],
  ['<img srcset="cid:a">', 'cid:a'],
  ['<img srcset="cid:a 2x, b.png">', 'cid:a'],
  ['<img srcset="b.png 1x,cid:a 2x">', 'cid:a'],
  ['<img srcset="cid:a, b.png 2x">', 'cid:a'],
  ['<img srcset="cid&#58;a 1x">', 'cid&#58;a'],
  ['<img srcset="cid:%61 1x">', 'cid:%61'],
  ['<source srcset="cid:a">', 'cid:a'],
  ['<p style="background:url(cid:a)">', 'cid:a'],
  ['<p style=background:url(cid:a)>', 'cid:a'],
  ['<p style="background:URL( \n\'CID:a\' )">', 'CID:a'],
  [`<p style='background:url("cid:a")'>`, 'cid:a'],
  ['<p style="background:url(&quot;cid:a&quot;)">', 'cid:a'],
  ['<p style="background:url(&#34;cid:a&#34;)">', 'cid:a'],
  ['<p style="background:url(&#x27;cid:a&#39;)">', 'cid:a'],
  ['<p style="background:&#117;rl(cid:a)">', 'cid:a'],
  ['<p style="background:url(cid:%61)">', 'cid:%61'],
  ['<p style="background:url(cid\\3a a)">', 'cid\\3a a'],
  ['<p style="background:url(\'\\63 id:a\')">', '\\63 id:a'],
  ['<p style="background:url(cid:\\61)">', 'cid:\\61'],
  ['<p style="background:url(cid:a\\(1\\))">', 'cid:a\\(1\\)', 'a(1)'],
  ['<p style="background:url(\'cid:a(1)\')">', 'cid:a(1)', 'a(1)'],
  ['<p style="background:url(\'cid:a b\')">', 'cid:a b', 'a b'],
  ['<p style="background:url(\'cid:a&amp;b\')">', 'cid:a&amp;b', 'a&b'],
  ['<p style="background:url(\'cid:a&b\')">', 'cid:a&b', 'a&b'],
  ['<p style="background:image-set(\'cid:a\' 1x)">', 'cid:a'],
  ['<p style="background:-webkit-image-set(url(cid:a) 1x)">', 'cid:a'],
  ['<style>p{background:url("cid:a")}</style>', 'cid:a'],
  ['<style>p{background:url("cid\\3A a")}</style>', 'cid\\3A a'],
  ['<style>p{background:url("cid:a&b")}</style>', 'cid:a&b', 'a&b'],
  ['<style>@media screen{p{background:url(cid:a)}}</style>', 'cid:a'],
  ['<style><!-- p{background:url(cid:a)} --></style>', 'cid:a'],
  ['<svg><style>p{background:url(&quot;cid:a&quot;)}</style></svg>', 'cid:a'],
];

const left: readonly string[] = [
  '<p>cid:a and url(cid:a)</p>',
  '<img alt="cid:a" title="cid:a">',
  '<!-- <img src="cid:a"> -->',
  '<!--[if mso]><img src="cid:a"><![endif]-->',
  '<textarea><img src="cid:a"></textarea>',
  '<title>cid:a</title>',
  '<img src="cid:ab">',
  '<img src="cid:A">',
  '<img src="xcid:a">',
  '<img src="https://x.test/?cid:a">',
  '<img srcset="cid:a,b">',
  '<p style="content:\'cid:a\'">',
  '<p style="background:url(x-cid:a)">',
];

describe('a part is found by its whole id', () => {
  it.each(loaded.map(([html, url, id = 'a']) => ({ html, url, id })))('$html', ({ html, url, id }) => {
    expect(shown(html, [id])).toBe(html.replace(url, data(id)));
  });
  it.each(left)('but not in %s', (html) => expect(shown(html)).toBe(html));

  it('without quotes, with several in one place, and each time it is named', () => {
    expect(shown('<img src=cid:a>')).toBe(`<img src="${data('a')}">`);
    const style = (one: string, two: string) =>
      `<p style="background:url(&quot;${one}&quot;),url('${two}')"><img src="${one}">`;
    expect(shown(style('cid:a', 'cid:b'), ['b', 'a'])).toBe(style(data('a'), data('b')));
  });

  it.each([
    ['image/pjpeg', 'image/jpeg'],
    ['image/x-png', 'image/png'],
    ['image/apng', 'image/apng'],
  ])('of type %s', (type, known) => {
    expect(shown('<img src="cid:a">', ['a'], type)).toBe(`<img src="${data('a', known)}">`);
  });

  it('of no type of pictures, where its bytes are those of one', () => {
    const html = '<img src="cid:a">';
    const page = (content: Buffer) =>
      previewPage(
        {
          ...{ html, cids: cidReferences(html) },
          attachments: [part('a', 'application/octet-stream', content)],
        },
        { quiet: false },
      ).html;
    expect(page(Buffer.from('GIF89a\u0001\0\u0001\0\0', 'latin1'))).toMatch(/^<img src="data:image\/gif;/);
    expect(page(Buffer.from('<svg onload=x>'))).toBe(html);
  });
});
