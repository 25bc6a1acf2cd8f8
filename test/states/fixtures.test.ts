import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Campaign, CampaignStats } from '../../src/contract/campaign.js';
import type { Contact } from '../../src/contract/contact.js';
import { startEmulator } from '../../src/index.js';
import type { ApiKey } from '../../src/contract/key.js';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { startProcess } from '../support/emulator-process.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory, useFile } from '../support/process.js';

it("brings the reference's own examples, its stats to the unit", async () => {
  const emulator = await useEmulator({ fixture: ['docs'] });
  const contact = await callApi<Contact>(emulator, '/contacts/contact_1a2b3c4d');
  expect(contact.data).toMatchObject({
    first_name: 'John',
    subscribed_at: '2024-01-15T08:30:00Z',
    tags: ['vip', 'active'],
  });
  const { data } = await callApi<CampaignStats>(emulator, '/campaigns/campaign_1a2b3c4d/stats');
  expect(data).toEqual({
    campaign_id: 'campaign_1a2b3c4d',
    stats: {
      sent: 10000,
      delivered: 9456,
      bounced: 544,
      opened: 2367,
      clicked: 473,
      unsubscribed: 23,
      spam_reports: 5,
    },
    rates: { delivery_rate: 0.9456, open_rate: 0.2503, click_rate: 0.05, unsubscribe_rate: 0.0024 },
  });
  const [mail] = await emulator.inbox.list({ limit: 1 });
  expect((await emulator.inbox.get(mail?.id ?? '')).html).toContain(
    `http://localhost:${new URL(emulator.url).port}/t/`,
  );
}, 60_000);

it('loads as many contacts as the total of the reference', async () => {
  const emulator = await useEmulator({ fixture: ['large'] });
  const listed = await callApi<Contact[]>(emulator, '/contacts?page=1267&limit=20');
  expect(listed.meta).toMatchObject({ total: 25324, pages: 1267 });
}, 60_000);

it('loads a file only into an empty workspace, unless it may replace', async () => {
  const file = await useFile('mine.json', '{"contacts": [{"email": "a@example.com", "tags": ["x"]}]}');
  const emulator = await useEmulator({ fixture: [file] });
  const seed = (body: object) => callControl(emulator, '/fixtures', { method: 'POST', body });
  const again = await seed({ fixture: { contacts: [{ email: 'b@example.com' }] } });
  expect([again.status, again.error.details.field]).toEqual([400, 'replace']);
  const faulty = await seed({ fixture: { contacts: [{ email: 'nope' }] }, replace: true });
  expect([faulty.status, faulty.error.details.field]).toEqual([400, 'fixture.contacts.0.email']);
  expect((await callApi(emulator, '/contacts')).meta.total).toBe(1);
  await seed({ fixture: { contacts: [{ email: 'b@example.com' }] }, replace: true });
  const emails = async () => (await callApi<Contact[]>(emulator, '/contacts')).data.map(({ email }) => email);
  expect(await emails()).toEqual(['b@example.com']);
  await callControl(emulator, '/reset', { method: 'POST', body: { to: 'fixtures' } });
  expect(await emails()).toEqual(['a@example.com']);
});

it('reads contacts from CSV, other columns as custom fields', async () => {
  const file = await useFile(
    'people.csv',
    'email,first_name,tags,plan\nann@example.com,Ann,vip;new,gold\nbob@example.com,,,\n',
  );
  const emulator = await useEmulator({ fixture: [file] });
  const { data } = await callApi<Contact[]>(emulator, '/contacts?search=ann');
  expect(data[0]).toMatchObject({ first_name: 'Ann', tags: ['vip', 'new'], custom_fields: { plan: 'gold' } });
});

it('gives history to campaigns of the past, and leaves the future to the clock', async () => {
  const emulator = await useEmulator();
  const campaign = {
    subject: 'Hi',
    from_email: 'a@example.com',
    content: { html: '<a href="https://x.example/">x</a>' },
    recipients: { type: 'all' },
  };
  const fixture = {
    contacts: [
      { email: 'a@example.com', created_at: '-90d' },
      { email: 'b+bounce@example.com', created_at: '-90d' },
      { email: 'new@example.com' },
    ],
    campaigns: [
      { ...campaign, name: 'past', sent: { at: '-60d', profile: 'manual', keep_mail: 1 } },
      { ...campaign, name: 'soon', send_time: '+2h' },
    ],
  };
  const seeded = await callControl(emulator, '/fixtures', { method: 'POST', body: { fixture } });
  expect(seeded.status).toBe(200);
  const { data } = await callApi<Campaign[]>(emulator, '/campaigns');
  expect(data.map(({ name, status }) => [name, status])).toEqual([
    ['soon', 'scheduled'],
    ['past', 'sent'],
  ]);
  const stats = await callApi<CampaignStats>(emulator, `/campaigns/${data[1]?.id ?? ''}/stats`);
  // Who came later was not written to.
  expect(stats.data.stats).toMatchObject({ sent: 2, delivered: 1, bounced: 1 });
  await emulator.clock.advance('3h');
  const sent = await emulator.events.list({ type: 'email.sent', campaign: data[0]?.id ?? '' });
  expect(sent.map((event) => event.data.email).sort()).toEqual(['a@example.com', 'new@example.com']);
});

const pastCampaign = {
  name: 'past',
  subject: 'For {{first_name}}',
  from_email: 'a@example.com',
  content: {
    html: '<a href="https://x.example/1">1</a><a href="https://x.example/2">2</a><a href="{{unsubscribe_url}}">3</a>',
  },
  recipients: { type: 'all' },
  settings: { google_analytics: true },
  sent: {
    at: '-60d',
    recipients: 300,
    keep_mail: 5,
    profile: {
      name: 'keen',
      shares: { bounced: 0, opened: 1, clicked: 1, unsubscribed: 0, spam_reports: 0 },
    },
  },
};

it('spreads the clicks of the past over the links of a campaign, those further up first', async () => {
  const emulator = await useEmulator();
  await emulator.seed({ fixture: { campaigns: [pastCampaign] } });
  const clicks = await emulator.events.list({ type: 'email.clicked' });
  const utm = 'utm_source=maildrone&utm_medium=email&utm_campaign=past';
  const [first, second] = [1, 2].map(
    (page) => clicks.filter(({ data }) => data.url === `https://x.example/${page}?${utm}`).length,
  );
  expect((first ?? 0) + (second ?? 0)).toBe(300);
  expect(first).toBeGreaterThan(160);
  expect(second).toBeGreaterThan(60);
});

it('gives mail of the past that is kept an envelope sender, as campaign mail has one', async () => {
  const emulator = await useEmulator();
  await emulator.seed({ fixture: { campaigns: [pastCampaign] } });
  const kept = await emulator.inbox.list();
  expect(kept).toHaveLength(5);
  for (const { id } of kept) {
    const { envelope } = await emulator.inbox.get(id);
    expect(envelope.from).toMatch(new RegExp(`^bounce\\+${id.replace('email_', '')}.{22}@`));
  }
});

it('gives every mail of the past the subject that its recipient got, and tells the past in few words', async () => {
  const file = await useFile('past.json', JSON.stringify({ campaigns: [pastCampaign] }));
  const data = await useDirectory();
  const emulator = await startProcess(['--data', data, '--fixture', file]);
  const shown = await emulator.inbox.list();
  expect(shown.map(({ subject, to }) => subject === `For ${to[0]?.name.split(' ')[0]}`)).toEqual(
    Array(5).fill(true),
  );
  expect(emulator.log.map(({ msg }) => msg)).toEqual(['fixture past is loaded', 'ready']);
  expect(await emulator.stop()).toBe(0);
  const stored = await readFile(join(data, 'workspaces', 'default', 'db.json'), 'utf8');
  const subjects = [...stored.matchAll(/"subject":\s*"([^"]*)"/g)].map(([, subject]) => subject);
  expect(subjects.filter((subject) => subject?.includes('{{'))).toEqual(['For {{first_name}}']);
  expect(subjects).toHaveLength(301);
});

const withAccess = {
  contacts: [{ email: 'jane@example.com' }],
  webhooks: [
    { url: 'http://127.0.0.1:1/a', secret: 'whsec_dev', events: ['email.sent'] },
    { url: 'http://127.0.0.1:1/a', secret: 'whsec_dev', events: ['email.opened'] },
    { url: 'http://127.0.0.1:1/b' },
  ],
  keys: [
    { name: 'Reader', key: 'md_test_reader', permissions: ['contacts:read'] },
    { name: 'Invented', permissions: ['contacts:read'] },
    {},
  ],
};

/** Endpoints and keys as far as a data set says them. */
async function accessOf(emulator: Connection) {
  const webhooks = await emulator.webhooks.list();
  const { data: keys } = await callControl<ApiKey[]>(emulator, '/keys');
  return [
    webhooks.map(({ id, url, events, enabled }) => `${id} ${url} ${events.join()} ${enabled}`).sort(),
    keys.map(({ id, name, revoked_at }) => `${id} ${name} ${revoked_at}`).sort(),
  ];
}

it.each<[how: string, again: (emulator: EmulatorHandle) => Promise<unknown>]>([
  ['reset', (emulator) => callControl(emulator, '/reset', { method: 'POST', body: { to: 'fixtures' } })],
  [
    'fixtures with replace',
    (emulator) =>
      callControl(emulator, '/fixtures', { method: 'POST', body: { fixture: withAccess, replace: true } }),
  ],
  [
    'a reset after its endpoints were changed and its key was revoked',
    async (emulator) => {
      for (const { id } of await emulator.webhooks.list())
        await emulator.webhooks.update(id, { enabled: false });
      const { data } = await callControl<ApiKey[]>(emulator, '/keys');
      const reader = data.find(({ name }) => name === 'Reader');
      await callControl(emulator, `/keys/${reader?.id}`, { method: 'DELETE' });
      await callControl(emulator, '/reset', { method: 'POST', body: { to: 'fixtures' } });
    },
  ],
])('loaded again by %s has each endpoint and key once', async (_how, again) => {
  const file = await useFile('access.json', JSON.stringify(withAccess));
  const emulator = await useEmulator({ fixture: [file] });
  const before = await accessOf(emulator);
  expect(before.map((rows) => rows.length)).toEqual([3, 4]);
  for (let time = 0; time < 2; time += 1) {
    await again(emulator);
    expect(await accessOf(emulator)).toEqual(before);
  }
  const headers = { Authorization: 'Bearer md_test_reader' };
  expect((await fetch(`${emulator.apiUrl}/contacts`, { headers })).status).toBe(200);
});

it('loaded again at each start by --fixture-force has each endpoint and key once', async () => {
  const file = await useFile('access.json', JSON.stringify(withAccess));
  const data = await useDirectory();
  const seen = [];
  for (let time = 0; time < 3; time += 1) {
    const emulator = await startEmulator({ data, fixture: [file], fixtureForce: true });
    seen.push(await accessOf(emulator));
    await emulator.stop();
  }
  expect(seen).toEqual([seen[0], seen[0], seen[0]]);
});

it('who left after an older campaign gets no later one, in whichever order a data set has them', async () => {
  const leaving = { name: 'leaving', shares: { opened: 1, unsubscribed: 1 } };
  const of = (name: string, at: string, profile: object | string) => ({
    name,
    subject: 's',
    from_email: 'a@b.test',
    content: { text: 'x' },
    recipients: { type: 'all' },
    sent: { at, profile },
  });
  const emulator = await useEmulator();
  const campaigns = [of('Later', '-1d', 'manual'), of('Older', '-9d', leaving)];
  const contacts = ['a@x.test', 'b@x.test'].map((email) => ({
    email,
    subscribed_at: '2020-01-01T00:00:00Z',
  }));
  await emulator.seed({ fixture: { contacts, campaigns } });
  const { data } = await callApi<Campaign[]>(emulator, '/campaigns');
  const counts = data.map(({ name, recipient_count }) => [name, recipient_count]);
  expect(Object.fromEntries(counts)).toEqual({ Older: 2, Later: 0 });
});
