import { expect, it } from 'vitest';
import type { Campaign, Contact } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const campaign = {
  name: 'News',
  subject: 'Hi {{first_name}} {{custom_fields.level}}',
  from_name: 'Shop',
  from_email: 'n@x.test',
  content: {
    html: '<html><body><p>{{company}} <a href="https://x.test/a">a</a> <a href="{{unsubscribe_url}}">u</a></p></body></html>',
  },
  recipients: { type: 'tags', tags: ['vip'], exclude_tags: ['away'] },
};
const addContact = async (emulator: Parameters<typeof callApi>[0], body: object) =>
  (await callApi<Contact>(emulator, '/contacts', { method: 'POST', body })).data;

it('a preview is the mail that the contact then gets, and sends nothing', async () => {
  const emulator = await useEmulator();
  await emulator.clock.freeze('2024-03-25T10:00:00Z');
  const ann = await addContact(emulator, {
    email: 'ann@x.test',
    first_name: 'Ann',
    company: '<A&B>',
    tags: ['vip'],
  });
  await addContact(emulator, { email: 'out@x.test', tags: ['vip', 'away'] });
  const shown = await emulator.campaigns.preview({ campaign, contact_id: ann.id });
  expect(shown).toMatchObject({
    contact: { id: ann.id, email: 'ann@x.test', name: 'Ann' },
    mail: { subject: 'Hi Ann', missing: ['custom_fields.level'] },
    faults: [],
    audience: { matched: 2, excluded: 1, recipients: 1 },
  });
  expect([await emulator.inbox.list(), (await emulator.counts()).campaigns]).toEqual([[], 0]);
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: campaign });
  const saved = await emulator.campaigns.preview({ campaign_id: data.id, contact_id: ann.id });
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  const mail = await emulator.inbox.waitFor({ to: 'ann@x.test' });
  // Links name the mail and the campaign; all else is the same.
  const plain = (text?: string | null) => text?.replace(/\/t\/(\w)\/[\w/.-]+/g, '/t/$1/…');
  expect(plain(saved.mail?.html)).toBe(plain(mail.html));
  expect(plain(saved.mail?.text)).toBe(plain(mail.text));
  expect(saved.mail?.html).toContain('&lt;A&amp;B&gt;');
  expect([saved.mail?.subject, saved.mail?.sizes.mail]).toEqual([mail.subject, mail.size]);
});

it('faults of every part are told with their lines, and changes of a saved campaign alone are enough', async () => {
  const emulator = await useEmulator();
  const { data } = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body: campaign });
  const faulty = { subject: '{{#if x}}', content: { html: '<p>\n{{shout x y}}</p>', text: 'Fine' } };
  const { mail, faults } = await emulator.campaigns.preview({ campaign_id: data.id, campaign: faulty });
  expect(mail).toBeNull();
  expect(faults.map(({ field, line }) => [field, line])).toEqual([
    ['subject', 1],
    ['content.html', 2],
  ]);
  expect(faults[1]?.issue).toContain('there is no helper "shout"');
  const { mail: mended, contact } = await emulator.campaigns.preview({
    campaign_id: data.id,
    campaign: { subject: 'For {{first_name}}' },
    contact: { first_name: 'Zoë' },
  });
  expect([mended?.subject, contact.id]).toEqual(['For Zoë', null]);
  expect((await emulator.campaigns.preview({})).mail?.html).toBeNull();
});

it.each([
  [404, 'campaign_id', { campaign_id: 'campaign_00000000' }],
  [404, 'contact_id', { contact_id: 'contact_00000000' }],
  [400, 'campaign.from_email', { campaign: { from_email: 'nope' } }],
  [400, 'contact.email', { contact: { email: 'nope' } }],
  [400, 'contact', { contact: {}, contact_id: 'contact_00000000' }],
])('a preview is a %d that names %s: %j', async (status, field, body) => {
  const answer = await callControl(await useEmulator(), '/campaigns/preview', { method: 'POST', body });
  expect([answer.status, answer.error.details.field]).toEqual([status, field]);
});

it('its page has the policy of a received mail without remote content, whatever is asked', async () => {
  const emulator = await useEmulator();
  const html = '<body><img src="https://x.test/p.png"><script>1</script><iframe src="https://x.test">';
  const { id } = await emulator.campaigns.preview({ campaign: { content: { html } } });
  const url = `${emulator.url}/_emulator/campaigns/previews/${id}/html`;
  const page = await fetch(url);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toMatch(/default-src 'none'; img-src data:; .*sandbox/);
  expect(policy).not.toMatch(/allow-scripts|allow-same-origin|https?:/);
  expect(await page.text()).not.toMatch(/<iframe/);
  expect((await fetch(`${url}?remote=1`)).status).toBe(400);
  for (let count = 0; count < 8; count += 1)
    await emulator.campaigns.preview({ campaign: { content: { html } } });
  expect((await fetch(url)).status).toBe(404);
});
