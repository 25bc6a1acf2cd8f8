import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hashFraction } from '../../time/random.js';
import { compileTemplate } from '../template.js';
import { render, precompile } from './template.js';
import { precompileTracking } from './tracking.js';
import type { FixedLinks } from './tracking.js';
import { trackHtml } from '../../tracking/rewrite-html.js';
import type { HtmlChange } from '../../tracking/rewrite-html.js';

const clickBase = 'https://t.test/c?x&u=';
const openUrl = 'https://t.test/o.gif?x&y';
const rewrite = (url: string) => clickBase + url;
const change: HtmlChange = { rewrite, pixel: openUrl };
const fixed: FixedLinks = { opens: true, lead: (url) => ({ afterBase: url }) };

/** Values that break what is not escaped or not quoted, and some that break nothing. */
const contexts = [
  { x: 'Ada', y: 'https://shop.example/a?b=1&c=2' },
  { x: '', y: '' },
  { x: '<b>"\'`=&', y: 'javascript:alert(1)' },
  { x: 'a b\n-', y: ' https://spaced.example \n' },
  { x: '--', y: 'HTTP://UP.EXAMPLE/"quoted"' },
  { y: '/relative', items: [1, 2] },
  { x: 'script', y: '\u0000\u0001' },
];

const asAWhole = (source: string, context: object) => {
  const missing = new Set<string>();
  const html = compileTemplate('content.html', source)({ ...context }, missing);
  return { html: trackHtml(html, change), missing: [...missing] };
};

/** The page from its precompiled template; null where there is none, or where the values cannot be told apart. */
const fromPrecompiled = (source: string, context: object) => {
  const precompiled = precompile('content.html', source);
  const page = precompiled && precompileTracking(precompiled, fixed);
  const missing = new Set<string>();
  const values = page && precompiled.values({ ...context }, missing);
  if (!page || !values) return null;
  return { html: render(page, page.values(values, { clickBase, openUrl, rewrite })), missing: [...missing] };
};

describe('a page cut up once reads as one that is rendered and tracked as a whole', () => {
  const templates: [what: string, source: string][] = [
    ['values in text', '<p>Hi {{x}}, {{x}}!</p><p>{{y}}</p></body></html>'],
    ['a value as a target', '<a href="{{y}}">go</a> <a href=\'{{y}}\'>go</a>'],
    ['a value within a target', '<a href="https://shop.example/{{x}}?a=1&amp;b={{y}}">go</a>'],
    ['values in other attributes', '<img alt="{{x}}" src=\'{{y}}\'><td title="{{x}}{{y}}">'],
    ['a choice between words', '<p>Hi {{#if x}}{{x}}{{else}}you{{/if}}</p><a href="https://a.example">a</a>'],
    ['a list', '<ul>{{#each items}}{{this}}, {{/each}}</ul><a href=https://b.example>b</a></BODY >'],
    ['a comment of the template', '{{! note }}<p>{{~x~}} </p>{{!-- note --}}<a href="https://c.example">'],
    [
      'a title and a style',
      '<title>{{x}}</title><style>a { color: {{x}} }</style><a href="http://d.example">',
    ],
    ['a conditional comment', '<!--[if mso]><td>{{x}}</td><a href="https://e.example"><![endif]--><p>{{y}}'],
    ['no value at all', '<a href="https://f.example">f</a>'],
  ];
  it.each(templates)('%s', (_, source) => {
    for (const context of contexts.slice(0, -1)) {
      expect(fromPrecompiled(source, context)).toEqual(asAWhole(source, context));
    }
  });

  it.each(readdirSync(new URL('../../../../test/corpus/html', import.meta.url)))('%s', (name) => {
    const source = readFileSync(new URL(`../../../../test/corpus/html/${name}`, import.meta.url), 'utf8');
    for (const context of contexts) {
      const page = fromPrecompiled(source, context);
      if (page) expect(page).toEqual(asAWhole(source, context));
    }
  });
});

it.each([
  ['in a tag', '<p {{x}}>'],
  ['as the name of a tag', '<{{x}}>'],
  ['without quotes', '<a href={{y}}>'],
  ['unescaped', '<p>{{{x}}}</p>'],
  ['in the end of a script', '<script></scr{{x}}>'],
  ['at the edge of a comment', '<!-- a>b -{{x}}> -->'],
  ['as a choice of tags', '{{#if x}}<b>{{/if}}'],
])('a value %s is never precompiled', (_, source) => {
  expect(fromPrecompiled(source, { x: 'a', y: 'b' })).toBeNull();
});

const fragments =
  '<a href="|<a href=\'|<a href=|"|\'|>|<|</|/|!|--|-->|<!--|-|<![CDATA[|]]>|<script>|</script|<title>|<p |<td title="|=|&|&am|;|?| |\n|https://a.example/|b|{{x}}|{{y}}|{{x}}|{{y}}|{{#if x}}c{{x}}{{/if}}|</body>|<body|\r\n|é'.split(
    '|',
  );

it('pages of random pieces are either tracked as a whole or give the same', () => {
  let precompiled = 0;
  for (let n = 0; n < 4000; n += 1) {
    const count = 1 + Math.floor(hashFraction(n, 'count') * 14);
    const pieces = Array.from(
      { length: count },
      (__, at) => fragments[Math.floor(hashFraction(n, at) * fragments.length)] ?? '',
    );
    const source = pieces.join('');
    const context = contexts[n % contexts.length] ?? {};
    const result = fromPrecompiled(source, context);
    if (!result) continue;
    precompiled += 1;
    expect(result, JSON.stringify({ source, context })).toEqual(asAWhole(source, context));
  }
  expect(precompiled).toBeGreaterThan(200);
});

it('a text is filled as it is rendered', () => {
  const source = 'Hi {{x}}{{#if y}} & {{{y}}}{{/if}}\n{{#each items}}- {{this}}\n{{/each}}{{x}}';
  const precompiled = precompile('content.text', source);
  for (const context of contexts.slice(0, -1)) {
    const values = precompiled?.values({ ...context });
    expect(precompiled && values && render(precompiled, values)).toBe(
      compileTemplate('content.text', source)({ ...context }),
    );
  }
});
