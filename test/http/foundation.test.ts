import { createRequire } from 'node:module';
import { expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Campaign, CampaignStats } from '../../src/contract/campaign.js';
import type { Contact } from '../../src/contract/contact.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { EmulatorHandle } from '../../src/index.js';
import { createCampaignExample, createContactExample } from '../fixtures/reference.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

const { verifyWebhookSignature } = createRequire(import.meta.url)(
  '../fixtures/verify-webhook-signature.cjs',
) as {
  verifyWebhookSignature(payload: string, signature: string, secret: string): boolean;
};

const addContact = async (emulator: EmulatorHandle, contact: object): Promise<Contact> =>
  (await callApi<Contact>(emulator, '/contacts', { method: 'POST', body: contact })).data;

async function sendCampaign(emulator: EmulatorHandle, changes: object = {}): Promise<Campaign> {
  const body = { ...createCampaignExample, ...changes };
  const created = await callApi<Campaign>(emulator, '/campaigns', { method: 'POST', body });
  return (await callApi<Campaign>(emulator, `/campaigns/${created.data.id}/send`, { method: 'POST' })).data;
}

const statsOf = async (emulator: EmulatorHandle, id: string): Promise<CampaignStats> =>
  (await callApi<CampaignStats>(emulator, `/campaigns/${id}/stats`)).data;

it("accepts the reference's own calls from the first contact to the stats", async () => {
  const emulator = await useEmulator({ simulationSpeed: 1e6 });
  const created = await callApi<Contact>(emulator, '/contacts', {
    method: 'POST',
    body: createContactExample,
  });
  expect(created.status).toBe(201);
  await callApi(emulator, `/contacts/${created.data.id}`, {
    method: 'PUT',
    body: { tags: ['vip', 'active'] },
  });
  const listed = await callApi<Contact[]>(emulator, '/contacts?page=1&limit=20&tags=vip,active');
  expect(listed.data.map(({ email }) => email)).toEqual([createContactExample.email]);
  expect(listed.meta).toMatchObject({ total: 1, page: 1, limit: 20, pages: 1 });

  const campaign = await callApi<Campaign>(emulator, '/campaigns', {
    method: 'POST',
    body: createCampaignExample,
  });
  expect([campaign.status, campaign.data.status]).toEqual([201, 'draft']);
  const sent = await callApi<Campaign>(emulator, `/campaigns/${campaign.data.id}/send`, { method: 'POST' });
  expect([sent.status, sent.data.status]).toEqual([200, 'sending']);
  await emulator.events.waitFor({ type: 'email.delivered', campaign: campaign.data.id });
  expect(await statsOf(emulator, campaign.data.id)).toEqual({
    campaign_id: campaign.data.id,
    stats: { sent: 1, delivered: 1, bounced: 0, opened: 0, clicked: 0, unsubscribed: 0, spam_reports: 0 },
    rates: { delivery_rate: 1, open_rate: 0, click_rate: 0, unsubscribe_rate: 0 },
  });
});

it("renders each mail from its contact's fields and keeps what went over SMTP byte for byte", async () => {
  const emulator = await useEmulator();
  await addContact(emulator, {
    email: 'jane@example.com',
    first_name: 'Jane <3',
    tags: ['vip'],
    custom_fields: { level: 'gold' },
  });
  await sendCampaign(emulator, {
    subject: 'For {{first_name}} ☀️',
    content: { html: '<html><body><p>{{first_name}} is {{custom_fields.level}}</p></body></html>' },
  });
  const message = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  expect(message.subject).toBe('For Jane <3 ☀️');
  expect(message.html).toContain('<p>Jane &lt;3 is gold</p>');
  expect(message.text).toContain('Jane <3 is gold');
  expect(message.from).toEqual({ name: 'Maildrone Team', address: 'team@maildrone.example' });
  const raw = await emulator.inbox.raw(message.id);
  expect(raw.length).toBe(message.size);
  expect(raw.toString()).toContain(`X-Maildrone-Message-ID: ${message.id}\r\n`);
});

it('shows a mail to those who watch the moment it arrives, and again to those who come back', async () => {
  const emulator = await useEmulator();
  const live = `${emulator.url.replace('http', 'ws')}/_emulator/live`;
  const framesUntil = (url: string, done: (frames: LiveFrame[]) => boolean) =>
    new Promise<LiveFrame[]>((resolve, reject) => {
      const frames: LiveFrame[] = [];
      const socket = new WebSocket(url);
      socket.on('error', reject);
      socket.on('message', (data: Buffer) => {
        frames.push(JSON.parse(data.toString()) as LiveFrame);
        if (!done(frames)) return;
        socket.close();
        resolve(frames);
      });
    });
  const arrived = (frames: LiveFrame[]) =>
    frames.some(
      (frame) => frame.type === 'message' && frame.message.subject === 'Live!' && frame.message.size > 0,
    );
  const watching = framesUntil(live, arrived);
  await addContact(emulator, { email: 'jane@example.com', tags: ['vip'] });
  await sendCampaign(emulator, { subject: 'Live!' });
  const frames = await watching;
  expect(frames[0]).toMatchObject({ type: 'hello', workspace: 'default' });
  // Calls are no changes: nothing brings them back.
  const changesIn = (all: LiveFrame[]) =>
    all.slice(1).flatMap(({ type, seq }) => (type === 'request' || type === 'changed' ? [] : [seq]));
  const later = changesIn(frames);
  // It comes in once, and changes as it is sent and read.
  const isNew = frames.flatMap((frame) => (frame.type === 'message' ? [frame.arrived] : []));
  expect([isNew[0], isNew.slice(1).includes(true), isNew.length > 1]).toEqual([true, false, true]);
  expect(later).toEqual([...later].sort((a, b) => a - b));

  const missed = await framesUntil(`${live}?since=${frames[0]?.seq ?? 0}`, arrived);
  expect(changesIn(missed).slice(0, later.length)).toEqual(later);
});

it("signs webhooks so that the reference's verify function accepts each of them", async () => {
  const receiver = await useReceiver();
  const emulator = await useEmulator({
    webhookUrl: [receiver.url],
    webhookSecret: 's3cret ☀️',
    simulationSpeed: 1e6,
  });
  await addContact(emulator, { email: 'jane@example.com', tags: ['vip'] });
  await addContact(emulator, { email: 'x+bounce@example.com', tags: ['vip'] });
  await sendCampaign(emulator);
  const hooks = await receiver.waitFor(4);
  expect(hooks.map(({ json }) => `${json.type} ${String(json.data['email'])}`).sort()).toEqual([
    'email.bounced x+bounce@example.com',
    'email.delivered jane@example.com',
    'email.sent jane@example.com',
    'email.sent x+bounce@example.com',
  ]);
  for (const { body, headers, json } of hooks) {
    expect(verifyWebhookSignature(body, String(headers['x-maildrone-signature']), 's3cret ☀️')).toBe(true);
    expect(verifyWebhookSignature(`${body} `, String(headers['x-maildrone-signature']), 's3cret ☀️')).toBe(
      false,
    );
    expect(headers['x-maildrone-event']).toBe(json.type);
  }
  expect(hooks.find(({ json }) => json.type === 'email.bounced')?.json.data['bounce']).toMatchObject({
    type: 'hard',
    smtp_code: 550,
    status: '5.1.1',
  });
});

it('counts a loaded pixel as opened and a followed link as clicked, each recipient once', async () => {
  const emulator = await useEmulator({ simulationSpeed: 1e6 });
  await addContact(emulator, { email: 'jane@example.com', tags: ['vip'] });
  await addContact(emulator, { email: 'joe@example.com', tags: ['vip'] });
  const { id } = await sendCampaign(emulator, {
    content: { html: '<html><body><a href="https://shop.example/?a=1&amp;b=2#top">Shop</a></body></html>' },
  });
  await emulator.events.waitForAll({ type: 'email.delivered' }, { count: 2 });
  const message = await emulator.inbox.waitFor({ to: 'jane@example.com' });
  const pixel = /<img src="([^"]+\/t\/o\/[^"]+)"/.exec(message.html ?? '')?.[1] ?? '';
  for (const _ of [1, 2]) expect((await fetch(pixel)).headers.get('content-type')).toBe('image/gif');
  const click = await fetch(message.links[0]?.tracked_url ?? '', { redirect: 'manual' });
  expect(click.status).toBe(302);
  expect(click.headers.get('location')).toBe(
    'https://shop.example/?a=1&b=2&utm_source=maildrone&utm_medium=email&utm_campaign=summer-sale-campaign#top',
  );
  const { stats, rates } = await statsOf(emulator, id);
  expect(stats).toMatchObject({ sent: 2, delivered: 2, opened: 1, clicked: 1 });
  expect(rates).toEqual({ delivery_rate: 1, open_rate: 0.5, click_rate: 0.5, unsubscribe_rate: 0 });
});

it('answers a tracking link that no mail has with 404', async () => {
  const emulator = await useEmulator();
  for (const path of [
    '/t/o/aaaaaaaabbbbbbbbbbbbbbbbbbbbbb.gif',
    '/t/c/aaaaaaaabbbb/aHR0cHM6Ly9ldmlsLmV4YW1wbGU',
    '/t/u/x',
    '/t/',
  ]) {
    expect((await fetch(`${emulator.url}${path}`, { redirect: 'manual' })).status).toBe(404);
  }
});
