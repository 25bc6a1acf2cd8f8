import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bloomHasher } from '../../store/search/bloom-filters.js';
import { precompiledContent, wholeContent } from './content.js';
import type { FilledContent, ContentSource } from './content.js';
import { hashFraction } from '../time/random.js';
import { createTracking } from '../tracking/tracking.js';

const tracking = createTracking({ publicUrl: () => 'http://t.test/a&b', secret: 'secret' });
// Every target is signed for one and the same, so that both ways give the same links.
const deps = { bloomHasher, tracking: { ...tracking, clickTarget: (_: string, url: string) => `x${url}` } };

const campaign = { id: 'campaign_00000000', name: 'Sale' } as const;
const sourceOf = (html: string, settings: Partial<ContentSource['settings']> = {}): ContentSource => ({
  content: { html, text: null },
  settings: { track_opens: true, track_clicks: true, google_analytics: false, ...settings },
  campaign,
});

const head = {
  messageId: '<email_1@mail.maildrone.test>',
  date: 0,
  from: { name: 'Zoë', address: 'a@b.test' },
  to: { name: '', address: 'c@d.test' },
  replyTo: null,
  subject: 'Hi',
  headers: [],
  boundary: '=_1',
};

const contexts = [
  { x: 'Ada', y: 'https://shop.example/a?b=1&c=2' },
  { x: '', y: '' },
  { x: ' ', y: '  two  spaces ' },
  { x: '<b>"\'`=&', y: 'ΟΔΥΣΣΕΥΣ' },
  { x: 'ünï\u00a0cödé 日本', y: 'İstanbul' },
  { x: 'a\nb', y: '\r' },
  { x: 'x'.repeat(980), y: 'é'.repeat(500) },
  { x: '.', y: '\u0000' },
  { x: '\u0301a', y: 'https://a.example/' },
  { x: '{{y}} {{#if', y: '&amp;&lt;' },
  { x: '\u1161', y: 'e' },
  { x: 'a \u200c b', y: '\u200b' },
  { x: 'Ada', y: 'Ada' },
  { x: 'a?utm_source=b', y: 'utm_medium=c#d' },
].map((context) => ({ ...context, own: 'http://t.test/a&b/t/u/x' }));

const shown = (content: FilledContent) => ({
  preview: content.preview,
  mail: content.compose(head).toString('latin1'),
  text: content.searched('head \n').text,
});

/** Both ways of one mail; `precompiled` is null where it must be rendered as a whole. */
function bothWays(source: ContentSource, context: object) {
  const missing = [new Set<string>(), new Set<string>()] as const;
  const render = precompiledContent(source, deps);
  const precompiled = render?.('email_00000001', { ...context }, missing[0]) ?? null;
  const whole = wholeContent(source, deps)('email_00000001', { ...context }, missing[1]);
  if (precompiled) expect(missing[0]).toEqual(missing[1]);
  return { precompiled, whole };
}

describe('a mail of precompiled templates is the mail rendered as a whole, byte for byte', () => {
  const sources: [what: string, source: ContentSource][] = [
    [
      'values in text and links',
      sourceOf('<p>Hi {{x}}, {{x}}!</p><a href="https://a.example/{{x}}">{{y}}</a>'),
    ],
    ['a fixed link', sourceOf('<a href="https://a.example/?q=1&amp;r=ü">go</a><body>{{x}}</body>')],
    [
      'a link without quotes',
      sourceOf("<a href=https://a.example/x>go</a> <a href='https://b.example'>{{y}}"),
    ],
    [
      'no tracking',
      sourceOf('<a href="https://a.example">{{x}}</a>', { track_clicks: false, track_opens: false }),
    ],
    [
      'utm values',
      sourceOf('<a href="https://a.example#x">{{x}}</a>', { google_analytics: true, track_clicks: false }),
    ],
    [
      'utm values in links with values',
      sourceOf(
        '<a href="https://a.example/{{x}}">go</a> <a href="https://a.example/?{{y}}">https://a.example/?{{y}}</a> <a href="{{y}}">{{y}}</a> <a href="{{y}}">{{x}}</a>',
        { google_analytics: true },
      ),
    ],
    [
      'utm values beside a link of our own',
      sourceOf('<a href="https://a.example">{{x}}</a> <a href="{{own}}">Bye</a>', { google_analytics: true }),
    ],
    ['line ends of all kinds', sourceOf('<p>\r\n{{x}}\n\n{{y}}\r</p>\n')],
    ['a long line', sourceOf(`<p>${'y'.repeat(600)}{{x}}</p>\n<p>${'z '.repeat(450)}{{y}}</p>\n`)],
    ['an endless line', sourceOf(`<p>${'y'.repeat(1200)}{{x}}</p>`)],
    ['letters beyond ASCII', sourceOf('<p>Grüße {{x}} – 日本語</p>')],
    [
      'a text of its own',
      { ...sourceOf('<p>{{x}}</p>'), content: { html: '<p>{{x}}</p>', text: '.{{x}} {{y}} \n . {{x}}' } },
    ],
  ];
  it.each(sources)('%s', (_, source) => {
    for (const context of contexts) {
      const { precompiled, whole } = bothWays(source, context);
      if (precompiled) expect(shown(precompiled)).toEqual(shown(whole));
    }
    expect(bothWays(source, contexts[0] ?? {}).precompiled).not.toBeNull();
  });

  it.each(readdirSync(new URL('../../../test/corpus/html', import.meta.url)))('%s', (name) => {
    const source = sourceOf(
      readFileSync(new URL(`../../../test/corpus/html/${name}`, import.meta.url), 'utf8'),
    );
    for (const context of contexts) {
      const { precompiled, whole } = bothWays(source, context);
      if (precompiled) expect(shown(precompiled)).toEqual(shown(whole));
    }
  });
});

it.each([['markup out of a value', '<p>{{{x}}}</p>']])('%s is made as a whole', (_, html) => {
  expect(bothWays(sourceOf(html), { x: 'a' }).precompiled).toBeNull();
});

const fragments =
  '<p>|</p>|<a href="https://a.example/">|</a>|<a href="{{y}}">|{{x}}|{{y}}| |  |\n|\r\n|\r|\t|é|İ|a|B|.|{{x}}|<br>|<li>|</body>|{{#if x}}c{{x}}{{/if}}|&nbsp;|<ol>|<blockquote>|<pre>|</pre>|<div style="display:none">|</div>|<td>|<hr>|\u0301|\u1161\u11a8|\u1100|&zwnj;|<img alt="{{x}}">|<img alt="">|<a href="mailto:{{x}}">|<a href="tel:{{y}}">|<p style="{{x}}">|<textarea>|</textarea>|<xmp>|</xmp>|&#123;&#123;x}}|(|)|<style>.p{display:none}</style>|<b class="p">|</b>|<button>'.split(
    '|',
  );

it('mails of random pieces come out the same either way, and their filters find every part of them', () => {
  let precompiledMails = 0;
  for (let n = 0; n < 600; n += 1) {
    const count = 1 + Math.floor(hashFraction(n, 'count') * 16);
    const html = Array.from(
      { length: count },
      (_, at) => fragments[Math.floor(hashFraction(n, at) * fragments.length)] ?? '',
    ).join('');
    const source = sourceOf(html, { google_analytics: n % 2 === 1 });
    const { precompiled, whole } = bothWays(source, contexts[n % contexts.length] ?? {});
    if (!precompiled) continue;
    precompiledMails += 1;
    expect(shown(precompiled), JSON.stringify(html)).toEqual(shown(whole));
    const { text, filter } = precompiled.searched('head \n');
    // It may have more bits, of runs that another mail has; none may be missing.
    const exact = bloomHasher.of(text);
    const folded = new Uint32Array(exact.length);
    for (const [at, bits] of (filter ?? []).entries()) {
      folded[at % exact.length] = (folded[at % exact.length] ?? 0) | bits;
    }
    for (const [word, bits] of exact.entries()) expect(bits & ~(folded[word] ?? 0)).toBe(0);
  }
  expect(precompiledMails).toBeGreaterThan(60);
});
