import { expect, it } from 'vitest';
import type { Campaign, EmulatorHandle, Message } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

async function mailOf(emulator: EmulatorHandle, html: string, more: object = {}): Promise<Message> {
  const body = {
    name: 'Sale',
    subject: 'Hello',
    from_email: 'news@shop.test',
    recipients: { type: 'all' },
    content: { html },
    settings: { track_opens: false, track_clicks: false },
    ...more,
  };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  return emulator.inbox.waitFor({ campaign: data.id });
}

async function withContact(contact: object = {}): Promise<EmulatorHandle> {
  const emulator = await useEmulator();
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'ann@shop.test', ...contact } });
  return emulator;
}

const pieces: readonly (readonly [what: string, html: string, text: string])[] = [
  ['header cells', '<table><tr><th>Item</th><th>Qty</th></tr></table>', 'Item Qty'],
  ['preformatted text', '<pre>a  b\n  c</pre>', 'a  b\n  c'],
  ['a caption', '<figure><img src="x" alt="Pic"><figcaption>Cap</figcaption></figure>', 'Pic\nCap'],
  ['a summary', '<details><summary>Sum</summary>Det</details>', 'Sum\nDet'],
  ['an ordered list', '<ol><li>one</li><li>two</li></ol>', '1. one\n2. two'],
  [
    'literal braces',
    '<p>Write &#123;&#123;first_name}} in your text</p>',
    'Write {{first_name}} in your text',
  ],
  ['a literal block', '<p>&#123;&#123;#if x}} docs &#123;&#123;/if}}</p>', '{{#if x}} docs {{/if}}'],
  ['a literal half of a block', '<p>&#123;&#123;/if}} and &lbrace;{x</p>', '{{/if}} and {{x'],
  ['an escaped tag', '<p>\\{{first_name}}</p>', '{{first_name}}'],
  ['two blanks in a name', '<p>{{lookup custom_fields "a  b"}}</p>', 'twice'],
  ['braces in a value', '<p>{{custom_fields.braces}}, {{first_name}}</p>', '{{first_name}} {{#if}}, Ann'],
  ['markup in a value', '<p>{{{custom_fields.markup}}}</p>', 'bold {{x}}'],
  ['blanks in a value', '<p>{{custom_fields.blanks}}|</p>', 'a b |'],
  ['a block of markup', '{{#if first_name}}<p>a</p>{{/if}}{{#if no}}<p>b</p>{{/if}}<p>c</p>', 'a\n\nc'],
  ['a preheader', '<div style="display:none">Pre&#847;&zwnj;&nbsp;</div><p>Body</p>', 'Body'],
  ['an app link', '<a href="myapp://verify?t=1">Open app</a>', 'Open app (myapp://verify?t=1)'],
  [
    'a link made of values',
    '<a href="{{custom_fields.url}}">{{custom_fields.url}}</a>',
    'https://x.test/?a=1&b=2',
  ],
  ['a link with a value', '<a href="myapp://{{first_name}}">{{first_name}}</a>', 'Ann (myapp://Ann)'],
];

it.each(pieces)(
  '%s comes to the text part as it reads, however the mail is composed',
  async (_what, html, text) => {
    const emulator = await withContact({
      first_name: 'Ann',
      custom_fields: {
        'a  b': 'twice',
        braces: '{{first_name}} {{#if}}',
        markup: '<b>bold</b> {{x}}',
        blanks: ' a  b ',
        url: 'https://x.test/?a=1&b=2',
      },
    });
    const mail = await mailOf(emulator, html);
    expect(mail.text?.trimEnd()).toBe(text);
    const single = await callApi<{ id: string }>(emulator, '/emails', {
      method: 'POST',
      body: { from_email: 'a@shop.test', to: 'ann@shop.test', subject: 's', content: { html } },
    });
    await emulator.inbox.waitFor({ to: 'ann@shop.test', subject: 's' });
    expect((await emulator.inbox.get(single.data.id)).text?.trimEnd()).toBe(text);
  },
);

it('literal braces stay literal in both parts', async () => {
  const mail = await mailOf(
    await withContact({ first_name: 'Ann' }),
    '<p>&#123;&#123;first_name}} {{first_name}}</p>',
  );
  expect(mail.html).toContain('<p>&#123;&#123;first_name}} Ann</p>');
  expect(mail.text?.trim()).toBe('{{first_name}} Ann');
});

it('a mail of ours is found by the words of its html, hidden ones too, and by where answers go', async () => {
  const emulator = await withContact({ first_name: 'Ann' });
  const html = '<div style="display:none">Walrus</div><p>Zebra for {{first_name}}</p>';
  const mail = await mailOf(emulator, html, {
    content: { html, text: 'A stub.' },
    reply_to: 'answers@reply.test',
  });
  expect(mail.preview).toBe('Walrus A stub.');
  for (const q of ['zebra', '"zebra for ann"', 'walrus', 'stub', 'answers@reply.test']) {
    expect(
      (await emulator.inbox.list({ q })).map(({ id }) => id),
      q,
    ).toEqual([mail.id]);
  }
});

it('a value that begins with a mark is found as it reads', async () => {
  const emulator = await withContact({ first_name: '\u0301te\u0301', last_name: '\u1161\u11a8' });
  const mail = await mailOf(emulator, '<p>e{{first_name}} \u1100{{last_name}}</p>');
  for (const q of ['été', 'e\u0301te\u0301', '각'])
    expect(
      (await emulator.inbox.list({ q })).map(({ id }) => id),
      q,
    ).toEqual([mail.id]);
});

const utm = 'utm_source=maildrone&utm_medium=email&utm_campaign=sale';

it.each([
  [{ google_analytics: true, track_clicks: true }],
  [{ google_analytics: true, track_clicks: false }],
  [{ google_analytics: false, track_clicks: true }],
  [{ google_analytics: false, track_clicks: false }],
])('a link is listed once, whether the text is derived or has it in the open: %j', async (settings) => {
  const emulator = await withContact();
  const html = '<a href="https://x.test/p?a=1#b">x</a> <a href="https://x.test/">https://x.test/</a>';
  const isTagged = settings.google_analytics;
  for (const text of [null, 'x https://x.test/p?a=1#b https://x.test/']) {
    const { links } = await mailOf(emulator, html, { content: { html, text }, settings });
    expect(links.map(({ url, tracked_url }) => [url, tracked_url !== null])).toEqual([
      [`https://x.test/p?a=1${isTagged ? `&${utm}` : ''}#b`, settings.track_clicks],
      [`https://x.test/${isTagged ? `?${utm}` : ''}`, settings.track_clicks],
    ]);
  }
});

it('a link leads in a derived text to where it leads in the html', async () => {
  const emulator = await withContact();
  const html =
    '<a href="https://x.test/p">x</a> <a href="https://x.test/?a=1&amp;b=2">https://x.test/?a=1&amp;b=2</a> <a href="mailto:a@x.test">m</a>';
  const { text } = await mailOf(emulator, html, { settings: { google_analytics: true } });
  expect(text).toBe(`x (https://x.test/p?${utm}) https://x.test/?a=1&b=2&${utm} m (mailto:a@x.test)`);
});
