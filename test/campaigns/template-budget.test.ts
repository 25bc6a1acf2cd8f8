import { describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';

/** Harmless for a contact without `v`; for one with a long list it would never end. */
const each = '{{#each @root.custom_fields.v}}';
const nested = `Hello {{email}}${each.repeat(6)}x${'{{/each}}'.repeat(6)}`;
const list = Array.from({ length: 200 }, (_, index) => index);
// More steps than there may be or, on a busy machine, more time.
const reason = 'Expected a template within its limits: line 1: it takes ';

const parts = {
  subject: (template: string) => ({ subject: template, content: { html: '<p>Hello</p>' } }),
  'content.html': (template: string) => ({ subject: 'Hello', content: { html: `<p>${template}</p>` } }),
  'content.text': (template: string) => ({
    subject: 'Hello',
    content: { html: '<p>Hi</p>', text: template },
  }),
};
// So long that the campaign thread composes it.
const pad = ' '.repeat(140_000);
const cases = [
  ...Object.entries(parts).map(([field, bodyOf]) => ({ where: 'main thread', field, body: bodyOf(nested) })),
  { where: 'campaign thread', field: 'content.html', body: parts['content.html'](nested + pad) },
];

describe('A template that is too much for one contact', () => {
  it.each(cases)('in $field, composed in the $where, fails that mail alone', async ({ field, body }) => {
    const emulator = await useEmulator();
    for (const [email, fields] of [
      ['ann', {}],
      ['bob', { v: list }],
      ['cid', {}],
    ] as const)
      await callApi(emulator, '/contacts', {
        method: 'POST',
        body: { email: `${email}@shop.test`, custom_fields: fields },
      });
    const { data: campaign } = await callApi<Campaign>(emulator, '/campaigns', {
      method: 'POST',
      body: { name: 'Spring', from_email: 'news@shop.test', recipients: { type: 'all' }, ...body },
    });
    await callApi(emulator, `/campaigns/${campaign.id}/send`, { method: 'POST' });
    await emulator.clock.advance('1h');
    const mails = await emulator.inbox.list({ campaign: campaign.id });
    const ofContact = (name: string) => mails.find(({ to }) => to[0]?.address === `${name}@shop.test`);
    expect(['ann', 'cid'].map((name) => ofContact(name)?.status)).toEqual(['delivered', 'delivered']);
    const { status, bounce } = ofContact('bob') ?? {};
    expect([status, bounce?.smtp_code]).toEqual(['bounced', 554]);
    expect(bounce?.diagnostic).toContain(`Not sent: ${field}: ${reason}`);
    const { data: after } = await callApi<Campaign>(emulator, `/campaigns/${campaign.id}`);
    expect(after.status).toBe('sent');
  });
});

it('A transactional mail over the limits is a 400, and nothing of it is kept', async () => {
  const emulator = await useEmulator();
  const body = {
    from_email: 'shop@shop.test',
    to: 'ann@example.test',
    subject: 'Hello',
    content: { html: `<p>\n${each.replace('custom_fields.', '').repeat(6)}x${'{{/each}}'.repeat(6)}</p>` },
    variables: { v: list },
  };
  const { status, error } = await callApi(emulator, '/emails', { method: 'POST', body });
  expect([status, error.details.field]).toEqual([400, 'content.html']);
  expect(error.details.issue).toContain(reason.replace('line 1', 'line 2'));
  expect(await emulator.inbox.list()).toEqual([]);
});
