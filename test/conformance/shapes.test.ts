import { describe, expect, it } from 'vitest';
import type { Campaign, CampaignStats } from '../../src/contract/campaign.js';
import type { Contact } from '../../src/contract/contact.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { campaignBody, campaignFields, contactBody, contactFields, wireTime } from './examples.js';

const post = (body: unknown) => ({ method: 'POST', body });

describe("The reference's own examples", () => {
  it('create a contact whose fields are the documented ones in the documented order', async () => {
    const emulator = await useEmulator();
    const { status, data, text } = await callApi<Contact>(emulator, '/contacts', post(contactBody));
    expect(status).toBe(201);
    expect(Object.keys(data)).toEqual(contactFields);
    expect(data).toMatchObject({
      email: 'jane.smith@example.com',
      phone: '+1-555-0124',
      tags: ['new', 'trial'],
      custom_fields: { source: 'website', interests: ['tech', 'marketing'] },
      status: 'active',
    });
    expect(data.id).toMatch(/^contact_[0-9a-z]{8}$/);
    for (const time of [data.subscribed_at, data.created_at, data.updated_at]) expect(time).toMatch(wireTime);
    expect(text).not.toContain('send_welcome');
    const welcome = await emulator.inbox.waitFor({ to: 'jane.smith@example.com' });
    expect(welcome).toMatchObject({ kind: 'welcome', subject: 'Welcome, Jane!' });
  });

  it('list contacts as curl asks for them, with the four numbers beside timestamp and request id', async () => {
    const emulator = await useEmulator();
    for (const [email, tags] of [
      ['john.doe@example.com', ['vip', 'active']],
      ['only.vip@example.com', ['vip']],
    ] as const) {
      await callApi(emulator, '/contacts', post({ email, tags }));
    }
    const answer = await callApi<Contact[]>(emulator, '/contacts?page=1&limit=20&tags=vip,active', {
      headers: { 'Content-Type': 'application/json' },
    });
    expect(answer.data.map(({ email }) => email)).toEqual(['john.doe@example.com']);
    expect(Object.keys(answer.data[0] ?? {})).toEqual(contactFields);
    expect(Object.keys(answer.meta)).toEqual(['timestamp', 'request_id', 'total', 'page', 'limit', 'pages']);
    expect(answer.meta).toMatchObject({ total: 1, page: 1, limit: 20, pages: 1 });
    expect(answer.meta.timestamp).toMatch(wireTime);
    expect(answer.meta.request_id).toMatch(/^req_[0-9a-z]{8}$/);
  });

  it('create a campaign: a past send_time leaves a draft', async () => {
    const emulator = await useEmulator();
    const { status, data } = await callApi<Campaign>(emulator, '/campaigns', post(campaignBody));
    expect(status).toBe(201);
    expect(Object.keys(data)).toEqual(campaignFields);
    expect(data).toMatchObject({ ...campaignBody, status: 'draft', recipient_count: 0, sent_at: null });
    expect(data.id).toMatch(/^campaign_[0-9a-z]{8}$/);
  });

  it('create a campaign on the day of the reference: a future send_time schedules it and the clock sends it', async () => {
    const emulator = await useEmulator();
    await emulator.clock.freeze('2024-03-20T10:30:00Z');
    const { data } = await callApi<Campaign>(emulator, '/campaigns', post(campaignBody));
    expect(data).toMatchObject({ status: 'scheduled', created_at: '2024-03-20T10:30:00Z' });
    await callApi(emulator, '/contacts', post({ email: 'a@b.test', tags: ['VIP'] }));
    await callApi(emulator, '/contacts', post({ email: 'c@d.test', tags: ['vip', 'Unengaged'] }));
    await emulator.clock.advance('5d');
    const { data: sent } = await callApi<Campaign>(emulator, `/campaigns/${data.id}`);
    expect(sent).toMatchObject({ status: 'sent', recipient_count: 1, sent_at: '2024-03-25T10:00:00Z' });
  });

  it('answer a campaign that is sent at once as sending, without waiting for the mail', async () => {
    const emulator = await useEmulator();
    const { data } = await callApi<Campaign>(emulator, '/campaigns', post(campaignBody));
    await callApi(emulator, '/contacts', post({ email: 'a@b.test', tags: ['active'] }));
    const answer = await callApi<Campaign>(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    expect(answer.status).toBe(200);
    expect(answer.data).toMatchObject({ id: data.id, status: 'sending', recipient_count: 1 });
    const again = await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    expect(again.error.details).toMatchObject({ field: 'status' });
    expect(again.error.details.issue).toMatch(/"(sending|sent)"/);
  });

  it('give the stats in the documented shape, all zero before sending', async () => {
    const emulator = await useEmulator();
    const { data } = await callApi<Campaign>(emulator, '/campaigns', post(campaignBody));
    const answer = await callApi<CampaignStats>(emulator, `/campaigns/${data.id}/stats`);
    expect(answer.status).toBe(200);
    expect(Object.keys(answer.data)).toEqual(['campaign_id', 'stats', 'rates']);
    expect(JSON.stringify(answer.data.stats)).toBe(
      '{"sent":0,"delivered":0,"bounced":0,"opened":0,"clicked":0,"unsubscribed":0,"spam_reports":0}',
    );
    expect(JSON.stringify(answer.data.rates)).toBe(
      '{"delivery_rate":0,"open_rate":0,"click_rate":0,"unsubscribe_rate":0}',
    );
  });
});

it('Rates are shares with at most four decimals, half up, and 0.0500 is written 0.05', async () => {
  const emulator = await useEmulator();
  const body = { ...campaignBody, recipients: { type: 'all' } };
  const { data } = await callApi<Campaign>(emulator, '/campaigns', post(body));
  // 32 delivered: 1 of 32 is 0.03125, whose half goes up. 33 sent: 32 of 33 is 0.969696…
  for (let n = 0; n < 31; n += 1) {
    await callApi(emulator, '/contacts', post({ email: `n${n}+ignore@example.com` }));
  }
  await callApi(emulator, '/contacts', post({ email: 'o+click@example.com' }));
  await callApi(emulator, '/contacts', post({ email: 'b+bounce@example.com' }));
  await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
  await emulator.settle();
  await emulator.clock.advance('31d');
  const { data: stats, text } = await callApi<CampaignStats>(emulator, `/campaigns/${data.id}/stats`);
  expect(stats.stats).toMatchObject({ sent: 33, delivered: 32, bounced: 1, clicked: 1, unsubscribed: 0 });
  expect(stats.rates).toMatchObject({ delivery_rate: 0.9697, click_rate: 0.0313, unsubscribe_rate: 0 });
  expect(text).toContain('"click_rate":0.0313');
});

it('Deleting answers the id, after which it is not found', async () => {
  const emulator = await useEmulator();
  const { data } = await callApi<Contact>(emulator, '/contacts', post({ email: 'a@b.test' }));
  const gone = await callApi(emulator, `/contacts/${data.id}`, { method: 'DELETE' });
  expect([gone.status, gone.data]).toEqual([200, { id: data.id, deleted: true }]);
  for (const method of ['GET', 'PUT', 'DELETE']) {
    const body = method === 'PUT' ? { body: {} } : {};
    const answer = await callApi(emulator, `/contacts/${data.id}`, { method, ...body });
    expect([answer.status, answer.error.code]).toEqual([404, 'RESOURCE_NOT_FOUND']);
  }
  const again = await callApi<Contact>(emulator, '/contacts', post({ email: 'a@b.test' }));
  expect(again.data.id).not.toBe(data.id);
});
