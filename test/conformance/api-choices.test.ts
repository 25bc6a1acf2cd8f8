import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import { ratesOf } from '../../src/contract/campaign-rates.js';
import type { Contact } from '../../src/contract/contact.js';
import { webhookEventTypes } from '../../src/contract/event.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';

const { verifyWebhookSignature } = createRequire(import.meta.url)(
  '../fixtures/verify-webhook-signature.cjs',
) as { verifyWebhookSignature(payload: string, signature: string, secret: string): boolean };

let emulator: EmulatorHandle;
beforeAll(async () => {
  emulator = await startEmulator();
});
afterAll(() => emulator.stop());

/** A workspace of its own, whose clock stands, and its calls. */
async function useWorkspace() {
  const ws = await emulator.workspace();
  await ws.clock.freeze('2024-03-20T10:00:00Z');
  const post = <T>(path: string, body: unknown) => callApi<T>(ws, path, { method: 'POST', body });
  const contact = (more: object) => post<Contact>('/contacts', more);
  const campaign = (more: object = {}) =>
    post<Campaign>('/campaigns', {
      name: 'Spring',
      subject: 'Spring',
      from_email: 'shop@shop.test',
      content: { text: 'Hello' },
      recipients: { type: 'all' },
      ...more,
    });
  const send = (id: string) => post<Campaign>(`/campaigns/${id}/send`, {});
  return { ws, post, contact, campaign, send };
}

it('contacts are listed newest first, page by page, while the clock stands', async () => {
  const { ws, contact } = await useWorkspace();
  for (const email of ['a@x.test', 'b@x.test', 'c@x.test']) await contact({ email });
  const page = async (query: string) => {
    const { data, meta } = await callApi<Contact[]>(ws, `/contacts?${query}`);
    return [data.map(({ email }) => email[0]).join(''), meta.total, meta.page, meta.limit, meta.pages];
  };
  expect(await page('limit=2')).toEqual(['cb', 3, 1, 2, 2]);
  expect(await page('limit=2&page=2')).toEqual(['a', 3, 2, 2, 2]);
  expect(await page('limit=2&page=3')).toEqual(['', 3, 3, 2, 2]);
});

it('an update leaves absent fields, clears those of null, replaces tags and merges custom fields', async () => {
  const { ws, contact } = await useWorkspace();
  const custom_fields = { plan: 'a', source: 'web' };
  const { data } = await contact({
    ...{ email: 'Jane@x.test', first_name: 'Jane', company: 'Co', tags: ['one', 'two'], custom_fields },
  });
  const body = { company: null, tags: ['three'], custom_fields: { plan: null, seats: 2 } };
  const { data: now } = await callApi<Contact>(ws, `/contacts/${data.id}`, { method: 'PUT', body });
  expect(now).toEqual({
    ...data,
    company: null,
    tags: ['three'],
    custom_fields: { source: 'web', seats: 2 },
    updated_at: '2024-03-20T10:00:00Z',
  });
  const taken = await contact({ email: 'jANE@X.test' });
  expect([taken.status, taken.error.details.field]).toEqual([400, 'email']);
  expect(taken.error.details.issue).toContain(data.id);
});

it.each(webhookEventTypes)(
  'an endpoint is sent %s, signed as the function of the reference checks it',
  async (type) => {
    const { ws } = await useWorkspace();
    const receiver = await useReceiver();
    const { secret } = await ws.webhooks.add({ url: receiver.url, events: [type] });
    await ws.trigger(type, { to: 'jane@x.test' });
    const [hook] = await receiver.waitFor(1);
    expect([hook?.json.type, hook?.headers['x-maildrone-event']]).toEqual([type, type]);
    expect(hook?.json.data['email']).toBe('jane@x.test');
    const signature = String(hook?.headers['x-maildrone-signature']);
    expect(verifyWebhookSignature(hook?.body ?? '', signature, secret)).toBe(true);
  },
);

it('a wrong method is a 404 that names those of the path; OPTIONS answers them without a key', async () => {
  const { ws } = await useWorkspace();
  const wrong = await callApi(ws, '/contacts', { method: 'PATCH' });
  expect([wrong.status, wrong.error.details]).toEqual([
    404,
    { field: 'method', issue: 'Expected GET, POST' },
  ]);
  const options = await callApi(ws, '/contacts', { method: 'OPTIONS', key: null });
  expect([options.status, options.headers.get('allow')]).toEqual([200, expect.stringMatching(/GET.*POST/)]);
});

it('an unknown field is passed over and named, and refused by the control API', async () => {
  const { ws, contact } = await useWorkspace();
  const passed = await contact({ email: 'a@x.test', nickname: 'A' });
  expect([passed.status, passed.headers.get('x-emulator-warning')]).toEqual([
    201,
    'unknown field "nickname"',
  ]);
  expect(passed.data).not.toHaveProperty('nickname');
  const refused = await callControl(ws, '/keys', { method: 'POST', body: { nickname: 'A' } });
  expect([refused.status, refused.error.details.field]).toEqual([400, 'nickname']);
});

const json = { 'Content-Type': 'application/json' };
it.each<[string, string, Record<string, string>, number]>([
  ['a __proto__ key', '{"email":"a@x.test","__proto__":{}}', json, 400],
  ['65 levels', `{"email":"a@x.test","custom_fields":${'{"a":'.repeat(64)}1${'}'.repeat(64)}}`, json, 400],
  ['half of a surrogate pair', '{"email":"a@x.test","company":"\\ud83d"}', json, 400],
  ['a Content-Encoding', '{"email":"a@x.test"}', { ...json, 'Content-Encoding': 'gzip' }, 400],
  ['another charset', '{"email":"a@x.test"}', { 'Content-Type': 'application/json; charset=latin1' }, 400],
  ['a duplicate key, of which the last counts', '{"email":"x","email":"a@x.test"}', json, 201],
])('a body with %s is answered with its status', async (_what, raw, headers, status) => {
  const { ws } = await useWorkspace();
  const answer = await callApi<Contact>(ws, '/contacts', { method: 'POST', raw, headers });
  expect(answer.status).toBe(status);
  if (status === 201) expect(answer.data.email).toBe('a@x.test');
});

const many = (count: number) => Array.from({ length: count }, (_, n) => `t${n}`);
const fields = (count: number) => Object.fromEntries(many(count).map((key) => [key, 1]));
const nested = (depth: number): object => (depth === 1 ? { a: 1 } : { a: nested(depth - 1) });
it.each<[string, object, object]>([
  ['names', { first_name: 'x'.repeat(200) }, { first_name: 'x'.repeat(201) }],
  ['tags', { tags: many(100) }, { tags: many(101) }],
  ['the length of a tag', { tags: ['x'.repeat(100)] }, { tags: ['x'.repeat(101)] }],
  ['commas in tags', { tags: ['a b'] }, { tags: ['a,b'] }],
  ['custom fields', { custom_fields: fields(100) }, { custom_fields: fields(101) }],
  ['their bytes', { custom_fields: { a: 'x'.repeat(65_000) } }, { custom_fields: { a: 'x'.repeat(66_000) } }],
  ['their levels', { custom_fields: nested(8) }, { custom_fields: nested(9) }],
  ['a whole body', { company: 'x' }, { company: 'x'.repeat(1024 * 1024) }],
])('the limit on %s is where the list has it', async (_what, within, beyond) => {
  const { contact } = await useWorkspace();
  expect((await contact({ email: 'a@x.test', ...within })).status).toBe(201);
  expect((await contact({ email: 'b@x.test', ...beyond })).status).toBe(400);
});

it('subjects have 500 characters', async () => {
  const { campaign } = await useWorkspace();
  expect((await campaign({ subject: 'x'.repeat(500) })).status).toBe(201);
  expect((await campaign({ subject: 'x'.repeat(501) })).error.details.field).toBe('subject');
});

it('a fault is injected before all checks, the first matching rule first, and delays in real time', async () => {
  const { ws } = await useWorkspace();
  await ws.faults.add({ match: { path: '/v2/contacts' }, delay: 60, respond: { status: 503 } });
  await ws.faults.add({ match: { path: '/v2/**' }, respond: { status: 500 } });
  const started = performance.now();
  // No contact could be made of it.
  const answer = await callApi(ws, '/contacts', { method: 'POST', raw: '{' });
  expect(answer.status).toBe(503);
  expect(performance.now() - started).toBeGreaterThan(50);
  expect((await callApi(ws, '/nope')).status).toBe(500);
});

it.each([
  ['a future one', '2024-03-20T10:00:01Z', 'scheduled'],
  ['a past one', '2024-03-20T09:59:59Z', 'draft'],
  ['that of now', '2024-03-20T10:00:00Z', 'draft'],
  ['none', undefined, 'draft'],
])('a send_time: %s (%s) makes a campaign %s', async (_what, send_time, status) => {
  const { campaign } = await useWorkspace();
  expect((await campaign({ send_time })).data.status).toBe(status);
});

it('recipients have any of the tags and none that is excluded, or are all, and get their mail in order of address', async () => {
  const { ws, contact, campaign, send } = await useWorkspace();
  for (const [email, ...tags] of [
    ['d@x.test', 'a'],
    ['b@x.test', 'b'],
    ['a@x.test', 'A', 'out'],
    ['c@x.test'],
  ])
    await contact({ email, tags });
  const sentTo = async (recipients: object) => {
    const { data } = await campaign({ recipients });
    expect(data.recipient_count).toBe(0);
    const { recipient_count } = (await send(data.id)).data;
    await ws.settle();
    const events = await ws.events.list({ type: 'email.sent', campaign: data.id });
    return [recipient_count, events.map((event) => event.data.email[0]).join('')];
  };
  expect(await sentTo({ type: 'tags', tags: ['a', 'B'], exclude_tags: ['OUT'] })).toEqual([2, 'bd']);
  expect(await sentTo({ type: 'all' })).toEqual([4, 'abcd']);
});

it('recipient_count is 0 until sending fixes it, and an empty audience is a 400 with the reasons', async () => {
  const { ws, contact, campaign, send } = await useWorkspace();
  const { data } = await campaign();
  const empty = await send(data.id);
  expect([empty.status, empty.error.details.field]).toEqual([400, 'recipients']);
  const { data: one } = await contact({ email: 'a@x.test' });
  expect([data.recipient_count, (await send(data.id)).data.recipient_count]).toEqual([0, 1]);
  await callApi(ws, `/contacts/${one.id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
  const refused = await send((await campaign()).data.id);
  expect(refused.error.details.issue).toMatch(/1 match.*1 unsubscribed/);
});

it('settings of a campaign default to true, true, false, each by itself', async () => {
  const { campaign } = await useWorkspace();
  const usual = { track_opens: true, track_clicks: true, google_analytics: false };
  expect((await campaign()).data.settings).toEqual(usual);
  const one = await campaign({ settings: { track_clicks: false } });
  expect(one.data.settings).toEqual({ ...usual, track_clicks: false });
});

it('delivered and bounced are those settled so far; a complaint unsubscribes and counts as spam_reports alone', async () => {
  const { ws, contact, campaign, send } = await useWorkspace();
  const emails = ['a+spam@x.test', 'b+bounce@x.test', 'c+softbounce@x.test', 'd+ignore@x.test'];
  for (const email of emails) await contact({ email });
  const { id } = (await campaign()).data;
  const stats = async () =>
    (await callApi<{ stats: Record<string, number> }>(ws, `/campaigns/${id}/stats`)).data.stats;
  expect(Object.values(await stats())).toEqual([0, 0, 0, 0, 0, 0, 0]);
  await send(id);
  await ws.settle();
  expect(await stats()).toMatchObject({ sent: 4, delivered: 0, bounced: 1 });
  await ws.clock.advance('31d');
  expect(await stats()).toMatchObject({ delivered: 2, bounced: 2, spam_reports: 1, unsubscribed: 0 });
  const { data } = await callApi<Contact[]>(ws, '/contacts?status=unsubscribed');
  expect(data.map(({ email }) => email)).toEqual(['a+spam@x.test']);
});

it('rates of the counts of the reference have four decimals, half up', () => {
  const counts = {
    sent: 10_000,
    delivered: 9456,
    bounced: 544,
    opened: 2367,
    clicked: 473,
    unsubscribed: 23,
  };
  expect(ratesOf({ ...counts, spam_reports: 5 })).toEqual({
    delivery_rate: 0.9456,
    open_rate: 0.2503,
    click_rate: 0.05,
    unsubscribe_rate: 0.0024,
  });
  const half = { ...counts, sent: 20_000, delivered: 20_000, opened: 1, clicked: 3, unsubscribed: 0 };
  expect(ratesOf({ ...half, spam_reports: 0 })).toMatchObject({ open_rate: 0.0001, click_rate: 0.0002 });
});
