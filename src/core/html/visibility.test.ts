import { describe, expect, it } from 'vitest';
import { readHtml, textOfHtml } from './to-text.js';
import { styleRulesOf } from './style-rules.js';
import { createVisibility } from './visibility.js';
import type { Tag } from './tag-sign.js';
import { visible } from './look.js';
import type { Visibility } from './look.js';

const styled = (css: string, attributes: string, tag = 'div') =>
  `<style>${css}</style><${tag} ${attributes}>Pre</${tag}>`;
const inline = (style: string, tag = 'div') => `<${tag} style="${style}">Pre</${tag}>`;

/** A rule for an element within another one. */
const around = (selector: string) => [
  `<style>${selector}{display:none}</style><div class=out><div class=pre>Pre</div></div>`,
];
const media = (query: string) => styled(`@media ${query}{.pre{display:none}}`, 'class=pre');

/** What a browser with a window of 1280 px shows of each is what is said here. */
const hidden: readonly string[] = [
  styled('#pre{display:none}', 'id=pre'),
  styled('div#pre.x{display:none!important}', 'id="pre" class="y x"'),
  styled('.a,.b{display:block}.b{display:none}', 'class="b"'),
  styled('@media screen{.pre{display:none}}', 'class=pre'),
  styled('@media (min-width:600px){.pre{display:none}}', 'class=pre'),
  styled('@import url(a.css);.pre{max-height:0;overflow:hidden}', 'class=pre'),
  styled('.pre{visibility:hidden}', 'class=pre'),
  styled('.pre{font-size:0}', 'class=pre', 'span'),
  styled('.pre{display:none!important}', 'class=pre style="display:block"'),
  styled(
    '.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)}',
    'class=sr-only',
    'span',
  ),
  styled('preheader{display:none}', '', 'preheader'),
  styled('<!-- .pre{display:none} -->', 'class=pre'),
  `<div class=pre>Pre</div><style>.pre{display:none}</style>`,
  inline('color:#fff;background:#ffffff'),
  inline('color:#FEFEFE;font-size:1px'),
  inline('color:white'),
  inline('color:rgb(255, 255, 255)'),
  inline('color:transparent'),
  inline('color:rgba(0,0,0,0)'),
  '<table bgcolor="#333333"><tr><td style="color:#333">Pre</td></tr></table>',
  '<font color="white">Pre</font>',
  '<body bgcolor="navy" text="navy">Pre</body>',
  '<div style="background-color:#222"><p style="color:#222222">Pre</p></div>',
  styled('.pre{color:#f6f6f6}body{background:#f6f6f6}', 'class=pre'),
  inline('text-indent:-9999px'),
  inline('position:absolute;left:-9999px'),
  inline('position: absolute; top: -10000px'),
  inline('margin-left:-9999px'),
  inline('position:absolute;clip:rect(1px, 1px, 1px, 1px)'),
  inline('clip-path:inset(100%)'),
  inline('transform:scale(0)'),
  inline('font:0/0 a', 'span'),
  inline('font-size:1px;line-height:1px'),
  '<div style="font-size:0"><b style="font-size:2em">Pre</b></div>',
  inline('opacity:0%'),
  inline('width:0;overflow:hidden'),
  inline('max-height:0px;overflow:hidden;display:inline-block', 'span'),
  inline('display:none;display:none'),
  inline('/* display:block */display:none'),
  inline('DISPLAY : NONE ! IMPORTANT'),
  styled('table td.hero{background:#000}.pre{color:#fff}', 'class=pre'),
  ...around('.out .pre'),
  ...around('.out > .pre'),
  ...around('body .out>div'),
  ...around('html body div.out .pre'),
  ...[
    'screen',
    'ALL',
    'only screen',
    'not print',
    'print, screen',
    '(min-width:480px) and (max-width:5000px)',
  ].map(media),
  ...['(width>=600px)', '(prefers-color-scheme: light)', 'screen and (-webkit-min-device-pixel-ratio:0)'].map(
    media,
  ),
  styled('@media screen{@media (min-width:1px){.pre{display:none}}}', 'class=pre'),
  styled('@supports (display:grid){.pre{display:none}}', 'class=pre'),
  styled('.pre{display:none', 'class=pre'),
  inline('display:n\\6fne'),
  inline('d\\69splay:none'),
  styled('.pre{display:n\\6f ne}', 'class=pre'),
  ...['.pre', '& .pre', '> .pre', '&>.pre', '.x, .pre', '@media screen{.pre', 'color:red; .pre'].map(
    (nested) =>
      `<style>.none, .out{${nested}{display:none}}}</style><div class=out><div class=pre>Pre</div></div>`,
  ),
  styled('.pre{.x{color:red} display:none}', 'class=pre'),
  styled('.pre{display:none; .x{color:red}}', 'class=pre'),
  styled('.pre{@media screen{display:none}}', 'class=pre'),
  styled('.pre{&.y{display:none}}', 'class="pre y"'),
  styled('.a,.pre{display:none}', 'class=pre'),
  ...['.\\31 a', '.sm\\:pre', '.pre:nth-child(2n+1)', '.pre::-webkit-x', '[class*=".1,"]', ':lang("en")'].map(
    (other) => styled(`.pre{display:none}${other}, .pre{color:#000}`, 'class=pre'),
  ),
  styled('.pre{opacity:0;animation:none}', 'class=pre'),
  styled('.pre{content:"}";display:none}', 'class=pre'),
  styled('.pre{content:";display:block";display:none}', 'class=pre'),
  styled('.pre{display:none;display:blah}', 'class=pre'),
  styled('@font-face{font-family:x;src:url(a)}.pre{display:none}', 'class=pre'),
  inline('display:none;display:-ms-flexbox'),
  styled('td[class=hero]{background:#000}.pre{color:#fff}', 'class=pre'),
  ...[
    '[data-x]',
    '[DATA-X]',
    'div[class="pre"]',
    '[class~=pre]',
    '[class^="pr"]',
    "[class$='re']",
    '[class*=r]',
    '[lang|=en]',
    '[class="PRE" i]',
    '[style*="color: red"]',
    '.pre[data-x]',
    'body [data-x]',
    'i, [data-x="1"]',
    'body[class] .none, [data-x]',
  ].map((selector) =>
    styled(`${selector}{display:none}`, 'class=pre data-x=1 lang=en-GB style="color: red"'),
  ),
  styled('.pre{display:block}[class=pre][data-x]{display:none}', 'class=pre data-x'),
  '<dialog>Pre</dialog>',
];

const seen: readonly string[] = [
  '<p aria-hidden="true">Pre</p>',
  styled('.pre{display:none}.pre{display:block}', 'class=pre'),
  styled('.pre{display:none}', 'class=pre style="display:block"'),
  styled('#pre{display:block}.pre{display:none}', 'id=pre class=pre'),
  styled('.pre{display:none}body .pre{display:block}', 'class=pre'),
  styled('.pre{display:none}@media (min-width:600px){.pre{display:block!important}}', 'class=pre'),
  styled('@media print{.pre{display:none}}', 'class=pre'),
  styled('@media (max-width:600px){.pre{display:none}}', 'class=pre'),
  styled('@media (prefers-color-scheme:dark){.pre{color:#fff}}', 'class=pre'),
  styled('.pre:hover{display:none}.x .pre{display:none}.y>.pre{display:none}', 'class=pre'),
  styled('.out{.pre{display:none}}', 'class=pre'),
  styled('.a.b{display:none}', 'class=a'),
  '<style media="print">div{display:none}</style><div>Pre</div>',
  '<!--[if mso]><style>div{display:none}</style><![endif]--><div>Pre</div>',
  inline('max-height:0'),
  inline('height:0;overflow:hidden', 'span'),
  '<table><tr><td style="height:0;overflow:hidden">Pre</td></tr></table>',
  inline('color:#fff;background:url(a.png)'),
  inline('color:#fff;background:linear-gradient(#000,#111)'),
  '<table background="a.png"><tr><td style="color:#fff">Pre</td></tr></table>',
  '<table bgcolor="#000"><tr><td style="color:#fff">Pre</td></tr></table>',
  styled('td:not(.x){background:#000}.pre{color:#fff}', 'class=pre'),
  ...[
    '[data-x]',
    '[class=out]',
    '[class~="other"]',
    '[style*="display: block"]',
    'p[class$=pre]',
    '[data-ogsc] .pre',
    '[class="PRE"]',
  ].map((selector) => styled(`${selector}{display:none}`, 'class=pre style="color:red"')),
  styled('[class=pre]{display:block}div{display:none}', 'class=pre'),
  styled('[class="pre"]{display:none}div#a{display:block}', 'class=pre id=a'),
  '<style>table td.hero{background:#000}.pre{color:#fff}</style><table><tr><td class=hero><p class=pre>Pre</p></td></tr></table>',
  '<div style="color:#fff"><div style="background:#000">Pre</div></div>',
  '<div style="position:absolute;color:#fff">Pre</div>',
  inline('color:transparent;-webkit-background-clip:text;background:linear-gradient(red,blue)'),
  inline('text-indent:-20px'),
  inline('left:-9999px'),
  '<div style="text-indent:-9999px"><p style="text-indent:0">Pre</p></div>',
  '<div style="font-size:0"><b style="font-size:12px">Pre</b></div>',
  inline('margin-top:-10px'),
  inline('opacity:.01'),
  '<div hidden style="display:block">Pre</div>',
  '<a href="#" style="color:white;background:#06c">Pre</a>',
  ...['.other .pre', '.out > p > .pre', '.pre .out', '.out + .pre', 'p > .pre', '#out .pre'].flatMap(around),
  ...['print', 'not screen', 'speech, print', '(max-width:600px)', '(prefers-color-scheme:dark)'].map(media),
  ...['(min-width:2000px)', '(width<600px)', 'screen and (max-width:30em)', '(-unknown:1)'].map(media),
  styled('@supports not (display:grid){.pre{display:none}}', 'class=pre'),
  styled('.x{color:red}} .pre{display:none}', 'class=pre'),
  styled('.x{color:red}} @media screen{.pre{display:none}}', 'class=pre'),
  // A selector that is none voids its rule.
  ...[
    '.b>',
    '',
    '> .b',
    '.b ++ .c',
    '.',
    '#',
    '.1a',
    '#1a',
    '.-1a',
    '.b..c',
    '.b!',
    '.w-1/2',
    ':-ms-x',
    '::-moz-x',
  ].map((selector) => styled(`.pre, ${selector}{display:none}`, 'class=pre')),
  styled(',.pre{display:none}', 'class=pre'),
  styled('.out{.pre{display:none}}.none{.pre{display:none}}', 'class=pre'),
  styled('.pre{@media print{display:none}}', 'class=pre'),
  styled('.pre{&.y{display:none}}', 'class=pre'),
  styled('.pre, .b>{.pre, &{display:none}}', 'class=pre'),
  inline('display:none\\9'),
  inline('opacity:0;animation:in 1s forwards'),
  styled('@keyframes f{to{opacity:1}}.pre{opacity:0;animation:f 1s forwards}', 'class=pre'),
  styled('.pre{transform:scale(0);-webkit-animation-name:x;animation-name:x}', 'class=pre'),
  styled('.pre{display:none !ie}', 'class=pre'),
  inline('display:nonsense'),
  '<div style="display:none;display:block">Pre</div>',
  '<dialog open>Pre</dialog>',
  '<style>html,body{height:0;overflow:hidden}</style>Pre',
  '<object>Pre</object>',
  '<head><p>Pre</p></head>',
];

describe('what newsletters do to text', () => {
  it.each(hidden)('%s is seen by nobody', (html) => {
    expect(readHtml(`${html}<p style="color:#000">Body</p>`)).toMatchObject({ preheader: 'Pre', hidden: '' });
    expect(textOfHtml(`<p>Body</p>${html}`)).toBe('Body');
  });
  it.each(seen)('%s is seen', (html) => expect(textOfHtml(html)).toBe('Pre'));
});

describe('A tag that stands in a page once more', () => {
  const rules = () => styleRulesOf('<style>.pre{display:none} p.pre{display:block} td{color:#333}</style>');
  const tags: Tag[] = [
    { name: 'p', attributes: {} },
    { name: 'p', attributes: { class: 'pre' } },
    { name: 'div', attributes: { class: 'pre' } },
    { name: 'div', attributes: { class: 'pre', style: 'display:block!important' } },
    { name: 'td', attributes: { style: 'background:#333' } },
    { name: 'td', attributes: { bgcolor: '#333', style: '' } },
    { name: 'td', attributes: { style: '6:#333', bgcolor: '' } },
    { name: 'a', attributes: { style: 'color:' } },
    { name: 'a', attributes: { style: 'color:', href: '' } },
    { name: 'b', attributes: { hidden: '' } },
    { name: 'b', attributes: { id: 'hidden' } },
  ];

  it('is seen as it was the first time, within each of the others', () => {
    const kept = createVisibility(rules());
    const fresh = (tag: Tag, outer: Visibility) => createVisibility(rules())(tag, outer);
    for (let round = 0; round < 2; round += 1)
      for (const around of tags)
        for (const tag of tags)
          expect(kept(tag, kept(around, visible))).toEqual(fresh(tag, fresh(around, visible)));
  });
});
