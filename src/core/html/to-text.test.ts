import { describe, expect, it } from 'vitest';
import { readHtml, textOfHtml } from './to-text.js';

const preheaders: readonly string[] = [
  '<div style="display:none">Pre</div>',
  '<div style="display: none !important; mso-hide: all">Pre</div>',
  '<span style="display:none;font-size:0px;line-height:0px;max-height:0px;max-width:0px;opacity:0;overflow:hidden;visibility:hidden;mso-hide:all">Pre</span>',
  '<div style="max-height:0;overflow:hidden">Pre</div>',
  '<div style="height:0px; overflow:hidden">Pre</div>',
  '<span style="font-size:0">Pre</span>',
  '<span style="FONT-SIZE: 0px">Pre</span>',
  '<span style="opacity:0">Pre</span>',
  '<span style="opacity:0.0">Pre</span>',
  '<p style="visibility:hidden">Pre</p>',
  '<p hidden>Pre</p>',
  '<style>/* a */ .preheader, .x { color: red; display: none !important }</style><span class="y preheader">Pre</span>',
  '<div style="display:none"><p>Pre</p></div>',
];
const seen: readonly string[] = [
  '<span style="opacity:0.5">Pre</span>',
  '<td style="font-size:0px"><div style="font-size:13px">Pre</div></td>',
  '<td style="font-size:0px"><img alt="Pre"></td>',
  '<div style="visibility:hidden"><b style="visibility:visible">Pre</b></div>',
  '<div style="line-height:0;margin:0;padding:0;min-height:0">Pre</div>',
  // Outlook alone knows it, where a twin for Outlook stands beside.
  ...['div', 'span', 'p', 'table', 'td', 'a', 'b', 'h1'].map(
    (name) => `<${name} style="mso-hide:all">Pre</${name}>`,
  ),
  '<div style="mso-hide:all;display:block">Pre</div>',
  '<style>.w { mso-hide: all !important }</style><div class="w">Pre</div>',
  '<style>@media (max-width:600px) { .wide { display:none } }</style><p class="wide">Pre</p>',
  '<style>p.narrow b { display:none }</style><p class="narrow">Pre</p>',
  '<p aria-hidden="false">Pre</p>',
];

describe('what is hidden', () => {
  it.each(preheaders)('%s is left out, and known as the preheader', (html) => {
    const { text, preheader, hidden } = readHtml(`${html}<p>Body</p>`);
    expect({ text, preheader, hidden }).toEqual({ text: 'Body', preheader: 'Pre', hidden: '' });
    expect(readHtml(`<p>Body</p>${html}`)).toMatchObject({ text: 'Body', preheader: '', hidden: 'Pre' });
  });

  it.each(seen)('%s is seen', (html) => expect(textOfHtml(html)).toBe('Pre'));

  it.each([
    ['Pre&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;<p>Body</p>', 'Pre\n\nBody'],
    ['<div>&nbsp;&zwnj;&nbsp;&zwnj;&nbsp;&#8199;&#65279;&shy;</div><p>Body</p>', 'Body'],
    ['<p>a</p><div>&#847; &#847; &#847;</div><p>b</p>', 'a\n\nb'],
    ['a &zwnj; &zwnj; b', 'a b'],
    ['می&zwnj;خواهم', 'می\u200cخواهم'],
    ['👩&zwj;🚀', '👩\u200d🚀'],
    ['ab&shy;cd', 'ab\u00adcd'],
  ])('the padding of %s is dropped, letters stay', (html, text) => expect(textOfHtml(html)).toBe(text));
});

const forms: readonly (readonly [html: string, text: string])[] = [
  [
    '<table><caption>Cap</caption><tr><th>Item</th><th>Qty</th></tr><tr><td>a</td><td>1</td></tr></table>',
    'Cap\nItem Qty\na 1',
  ],
  ['<figure><img src="x" alt="Pic"><figcaption>Cap</figcaption></figure>', 'Pic\nCap'],
  ['<details><summary>Sum</summary>Det</details>', 'Sum\nDet'],
  ['<button>One</button><button>Two</button>', 'One\nTwo'],
  ['<select><optgroup label="L"><option>A<option>B</select>', 'A\nB'],
  ['<p>a</p><input type="submit" value="Go"><input value="no"><input type=hidden value=no>b', 'a\n\nGo b'],
  ['<p style="white-space:pre-wrap">a  b\n c</p>', 'a  b\n c'],
  ['<div style="color:red; WHITE-SPACE: pre">a\n\n  b</div>', 'a\n\n  b'],
  ['<div style="white-space:pre-line">\n a  b\n\n  c </div>', 'a b\n\nc'],
  ['<style>.m{white-space:pre-wrap}</style><div class=m>a  b\n  c</div>', 'a  b\n  c'],
  ['<style>.m{white-space:pre-line}</style><div class=m>a  b\n  <b>c</b> d</div>', 'a b\nc d'],
  ['<style>pre.m{white-space:normal}</style><pre class=m>a\n  b</pre>', 'a b'],
  [
    '<style>.m{white-space:pre}</style><div class=m>a\n <i style="white-space:inherit">b\n c</i></div>',
    'a\n b\n c',
  ],
  ['<div style="white-space:pre;white-space:some"><i>a\n b</i></div>', 'a\n b'],
  [
    '<div style="white-space:pre-line"><pre>a  b</pre><p style="white-space:initial">c\nd</p></div>',
    'a  b\n\nc d',
  ],
  ['<pre style="white-space:normal">a\n  b</pre>', 'a b'],
  ['<p style="white-space:pre-wrap">a\n<b style="white-space:nowrap">b\n  c</b></p>', 'a\nb c'],
  ['<table><tr><td><table><tr><th>a<td>b</table><td>c</table>', 'a b\n\nc'],
  ['<table><caption>Cap</caption><thead><tr><th>H<tfoot><tr><td>f</table>', 'Cap\nH\nf'],
  ['<pre>a\n\n\n  b</pre>', 'a\n\n\n  b'],
  ['<ol><li>a<ol type=a><li>b<li>c</ol><li>d</ol>', '1. a\n   a. b\n   b. c\n2. d'],
  ['<ol type=a start=27><li>x<li value=2>y</ol>', 'aa. x\nb. y'],
  ['<ol start=-1><li>a<li>b</ol>', '-1. a\n0. b'],
  ...[
    'myapp://verify?t=1',
    'tel:+49301',
    'sms:+1',
    'whatsapp://send?text=x',
    'intent://x#Intent;end',
    '/rel',
  ].map((target) => [`<a href="${target}">Go</a>`, `Go (${target})`] as const),
  [
    '<a href="mailto:a@x.test">a@x.test</a> <a href="mailto:a@x.test?subject=s">a@x.test</a>',
    'a@x.test a@x.test (mailto:a@x.test?subject=s)',
  ],
  ['<div>Pre&#847;&zwnj;&nbsp;&#847;&zwnj;&nbsp;</div><p>Body', 'Pre\n\nBody'],
  ['<div style="display:none">&nbsp;&zwnj;&#8203;&#65279;&shy;</div><p>Body', 'Body'],
  ['<fieldset><legend>Who</legend>me</fieldset>', 'Who\nme'],
  ['<pre>a  b\n  c\n\n\n\nd</pre>e', 'a  b\n  c\n\n\n\nd\n\ne'],
  ['<p>x</p><pre>\n\tfirst &lt;b&gt;\n  <b>second</b>  third</pre>', 'x\n\n\tfirst <b>\n  second  third'],
  ['<ol><li>one</li><li>two</li></ol>', '1. one\n2. two'],
  ['<ol start="3"><li>a<li value="10">b<li>c</ol>', '3. a\n10. b\n11. c'],
  [
    '<ol reversed><li>a<ol><li>x</ol><li>b</ol><ol reversed start="9"><li>c<li>d</ol>',
    '2. a\n   1. x\n1. b\n\n9. c\n8. d',
  ],
  ['<ol type="a"><li>x<li>y</ol><ol type="I"><li value="4">z</ol>', 'a. x\nb. y\n\nIV. z'],
  ['<ol start="x"><li>a</ol><ol start="-1"><li>a<li>b</ol>', '1. a\n\n-1. a\n0. b'],
  ['<ul><li>a<ul><li>b<ol><li>c</ol></ul><li>d</ul>', '- a\n  - b\n    1. c\n- d'],
  ['<ul><li><p>a</p><p>b</p></li></ul>', '- a\n\n  b'],
  ['<ul><li></li><li>b</ul>', '- b'],
  ['<dl><dt>T</dt><dd>D</dd><dt>U<dd>E</dl>', 'T\n  D\nU\n  E'],
  ['<blockquote>q<br>r<blockquote>s</blockquote></blockquote>z', '> q\n> r\n\n> > s\n\nz'],
  ['a<hr>b', `a\n\n${'-'.repeat(40)}\n\nb`],
  ['a<br>b<br><br>c<br><br><br>d', 'a\nb\n\nc\n\nd'],
  ['<div>a<br></div><div>b</div>', 'a\nb'],
  ['<img alt="A"><img alt="B"><img>', 'A B'],
  ['<h1>T</h1><p>a <b>b</b>, c</p>', 'T\n\na b, c'],
  ['&#123;&#123;first_name}} {{x}}', '{{first_name}} {{x}}'],
  ['<iframe>f</iframe><video>v</video><template>t</template>x', 'x'],
  ['<noscript><p>n <a href="https://x.test/">a</a></p></noscript>x', 'n a (https://x.test/)\n\nx'],
];

it.each(forms)('%j reads as %j', (html, text) => expect(textOfHtml(html)).toBe(text));

/** What a browser sets apart is apart, whatever it is by its name and whether it is seen itself. */
const apart: readonly (readonly [html: string, text: string])[] = [
  ...['block', 'flex', 'grid', 'table', 'list-item', 'flow-root', '-webkit-box'].map(
    (display) =>
      [`Your code<b style="display:${display}">482913</b>ends`, 'Your code\n482913\nends'] as const,
  ),
  ['<style>.x{display:block}</style><a class=x>Home</a><a class=x>Shop</a>', 'Home\nShop'],
  ['<style>nav a{display:block}</style><nav><a>Home</a><a>Shop</a></nav>', 'Home\nShop'],
  ['<i style="display:table-cell">a</i><i style="display:table-cell">b</i>', 'a b'],
  ['<div style="display:flex"><span>a</span><span>b<b>c</b>d</span></div>', 'a bcd'],
  ['<b style="display:inline-grid"><i>a</i><i style="color:red">b</i></b>', 'a b'],
  ['<div style="display:flex"><p><i>a</i><i>b</i></p></div>', 'ab'],
  ['<span style="float:left">a</span><span style="float:right">b</span>', 'a b'],
  ['a<b style="position:absolute">b</b>c', 'a b c'],
  ['a<i style="display:inline-block">b</i><i style="display:inline">c</i>', 'abc'],
  ...['font-size:0', 'opacity:0', 'visibility:hidden', 'height:0;overflow:hidden', 'color:#fff'].map(
    (style) => [`Hello<div style="${style}">x</div>World`, 'Hello\nWorld'] as const,
  ),
  ['<table><tr><td>a<td style="font-size:0">x<td>b</table>', 'a b'],
  ['<table><tr><td>a<td style="font-size:0"><b style="font-size:9px">b</b></table>', 'a b'],
  ['a<div style="display:none"><p>x</p></div>b<p hidden>y</p>c', 'abc'],
  ['a<b style="position:absolute;left:-9999px">x</b>b', 'ab'],
];
it.each(apart)('%j is set apart as %j', (html, text) => expect(textOfHtml(html)).toBe(text));

it('words of what is hidden are kept apart for the search', () => {
  const page = '<div style="display:none"><b style="display:block">a</b><b>b</b></div>z';
  expect(readHtml(page).preheader).toBe('a\nb');
});

const links: readonly (readonly [html: string, text: string])[] = [
  ['<a href="https://x.test/">Go</a>.', 'Go (https://x.test/).'],
  ['<a href="https://x.test/">https://x.test/</a>', 'https://x.test/'],
  ['<a href="https://x.test/"><img></a>', 'https://x.test/'],
  ['<a href="https://x.test/e"><img src=x></a>Next', 'https://x.test/e Next'],
  ['Hello<a href="https://x.test/e"></a>', 'Hello https://x.test/e'],
  ['a<a href="https://x.test/e"> </a><b>b</b>', 'a https://x.test/e b'],
  ['<p>a</p><a href="https://x.test/e"></a><p>b</p>', 'a\n\nhttps://x.test/e\n\nb'],
  ['<a href="https://x.test/e"></a><a href="https://x.test/f"></a>', 'https://x.test/e https://x.test/f'],
  ['<a href="https://x.test/e"></a><a href="sms:+1">s</a>', 'https://x.test/e s (sms:+1)'],
  ['a<map><area href="https://x.test/e"></map>b', 'a https://x.test/e b'],
  ['<a href="https://x.test/"><img alt="Logo"></a>', 'Logo (https://x.test/)'],
  ['<a href="https://x.test/"><p>Big</p><p>card</p></a><p>z</p>', 'Big\n\ncard (https://x.test/)\n\nz'],
  ['<ul><li><a href="https://x.test/">https://x.test/</a></ul>', '- https://x.test/'],
  ['<a href="myapp://verify?t=1">Open app</a>', 'Open app (myapp://verify?t=1)'],
  [
    '<a href="mailto:a@b.test">a@b.test</a> <a href="mailto:a@b.test?subject=x">Mail</a>',
    'a@b.test Mail (mailto:a@b.test?subject=x)',
  ],
  ['<a href="tel:+4930123">+49 30 123</a> <a href="tel:+4930123">Call</a>', '+49 30 123 Call (tel:+4930123)'],
  ['<a href="sms:+1">+1</a> <a href="whatsapp://send?text=a">W</a>', '+1 W (whatsapp://send?text=a)'],
  ['<a href="#top">Top</a> <a href="javascript:x()">J</a> <a>none</a>', 'Top J none'],
  ['<a href=" https://x.test/\n?a=1&amp;b=2 ">Go</a>', 'Go (https://x.test/?a=1&b=2)'],
  ['<a href="https://a.test">a <a href="https://b.test">b', 'a (https://a.test) b (https://b.test)'],
  [
    '<map><area href="https://x.test/" alt="North"><area href="https://y.test/"></map>',
    'North (https://x.test/) https://y.test/',
  ],
  ['<p style="display:none"><a href="https://x.test/">Go</a></p>z', 'z'],
];

it.each(links)('the links of %j are shown with their targets', (html, text) =>
  expect(textOfHtml(html)).toBe(text),
);

it('costs in proportion to the page, whatever it repeats', () => {
  const pieces = [
    '<ol reversed><li>',
    '<blockquote>',
    '<style>{',
    '<style>a{',
    `<style>${'a,'.repeat(19)}b{${'x{opacity:0}'.repeat(20)}`,
    '<style>a,b{a,b{',
    '<p style="white-space:pre-line">\n',
    '<style>.a{display:none}</style>',
    '<style ',
    '<style>.a{',
    '<!--<style>',
    '<style>.a .b{color:#fff}</style><b class=b>',
    `<style>${'.a.b,'.repeat(9)}.c{opacity:0}</style><b class="a b c">`,
    '<p style="color:#fff;background:#fff">',
    '&zwnj;&nbsp;',
    '<a href="x:y">',
    '<div style="display:none">',
    '<pre>\n',
    '<ul>',
    '/*',
    '<dd>',
    '<i style="opacity:0;">',
  ];
  for (const piece of pieces) {
    const page = readHtml(`<p>first</p>${piece.repeat(10_000)}`);
    expect(page.text.startsWith('first') && page.text.length < 40 * 10_000).toBe(true);
  }
});
