import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import type { Contact } from '../../src/contract/contact.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { campaignBody } from './examples.js';

let emulator: EmulatorHandle;

const people = [
  { email: 'ann@alpha.test', first_name: 'Ann', last_name: 'Lee', tags: ['vip'], company: 'Acme' },
  { email: 'bob@beta.test', first_name: 'Bob', phone: '+1-555-0199', tags: ['VIP', 'Active'] },
  { email: 'cid@gamma.test', last_name: 'Žluťoučký', tags: ['active', 'a.b*c'], company: '50% & more' },
];

beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.clock.freeze('2024-03-20T10:00:00Z');
  for (const body of people) {
    await callApi(emulator, '/contacts', { method: 'POST', body });
    await emulator.clock.advance('1m');
  }
  const { data } = await callApi<Contact[]>(emulator, '/contacts?search=bob');
  await callApi(emulator, `/contacts/${data[0]?.id}`, { method: 'PUT', body: { status: 'unsubscribed' } });
  for (const [name, send_time] of [
    ['Spring', null],
    ['Summer', '2024-06-01T00:00:00Z'],
  ] as const) {
    await callApi(emulator, '/campaigns', { method: 'POST', body: { ...campaignBody, name, send_time } });
  }
});
afterAll(() => emulator.stop());

const names = (rows: readonly Contact[]) => rows.map(({ email }) => email.slice(0, 3)).join(' ');

describe('Contacts are listed newest first and filtered', () => {
  it.each([
    ['', 'cid bob ann'],
    ['?page=1', 'cid bob ann'],
    ['?page=2', ''],
    ['?limit=1', 'cid'],
    ['?limit=1&page=3', 'ann'],
    ['?limit=100', 'cid bob ann'],
    ['?page=9007199254740991', ''],
    ['?search=', 'cid bob ann'],
    ['?search=ANN', 'ann'],
    ['?search=ann%20lee', 'ann'],
    ['?search=ann+lee', 'ann'],
    ['?search=gamma.t', 'cid'],
    ['?search=0199', 'bob'],
    ['?search=acme', 'ann'],
    ['?search=%C5%BDLU%C5%A4', 'cid'],
    ['?search=50%25', 'cid'],
    ['?search=.*', ''],
    ['?search=%00', ''],
    ['?tags=vip', 'bob ann'],
    ['?tags=VIP', 'bob ann'],
    ['?tags=vip,active', 'bob'],
    ['?tags=%20vip%20,%20active', 'bob'],
    ['?tags=,,', 'cid bob ann'],
    ['?tags=', 'cid bob ann'],
    ['?tags=a.b*c', 'cid'],
    ['?tags=none', ''],
    ['?status=active', 'cid ann'],
    ['?status=unsubscribed', 'bob'],
    ['?status=active&tags=vip&search=a', 'ann'],
  ])('%s gives %s', async (query, expected) => {
    const answer = await callApi<Contact[]>(emulator, `/contacts${query}`);
    expect(answer.status).toBe(200);
    expect(names(answer.data)).toBe(expected);
  });

  it('with --tag-match any a contact needs one of the tags', async () => {
    const other = await useEmulator({ tagMatch: 'any' });
    for (const body of people) await callApi(other, '/contacts', { method: 'POST', body });
    const { data } = await callApi<Contact[]>(other, '/contacts?tags=vip,active');
    expect(data.length).toBe(3);
  });

  it('pages count what the filter leaves', async () => {
    const { meta } = await callApi(emulator, '/contacts?tags=vip&limit=1&page=5');
    expect(meta).toMatchObject({ total: 2, page: 5, limit: 1, pages: 2 });
    expect((await callApi(emulator, '/contacts?tags=none')).meta).toMatchObject({ total: 0, pages: 0 });
  });
});

describe.each(['/contacts', '/campaigns'])('%s refuses a query that it cannot mean', (path) => {
  it.each([
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=1.5', 'page'],
    ['page=', 'page'],
    ['page=abc', 'page'],
    ['page=1e3', 'page'],
    ['page=99999999999999999999', 'page'],
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=-5', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=0x10', 'limit'],
    ['status=deleted', 'status'],
    ['status=ACTIVE', 'status'],
    ['status=', 'status'],
    [`search=${'x'.repeat(201)}`, 'search'],
    ['page=1&page=2', 'page'],
  ])('?%s', async (query, field) => {
    const answer = await callApi(emulator, `${path}?${query}`);
    expect([answer.status, answer.error.code]).toEqual([400, 'INVALID_REQUEST']);
    expect(answer.error.details.field).toBe(field);
    expect(answer.error.details.issue).toMatch(/expected/i);
  });

  it('an unknown parameter is passed over and named', async () => {
    const answer = await callApi(emulator, `${path}?sort=name&%E2%98%80=1`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('X-Emulator-Warning')).toContain('unknown query parameter "sort"');
  });
});

it('Campaigns are listed newest first, by status and by word', async () => {
  const found = async (query: string) =>
    (await callApi<Campaign[]>(emulator, `/campaigns${query}`)).data.map(({ name }) => name).join(' ');
  expect(await found('')).toMatch(/^(Summer Spring|Spring Summer)$/);
  expect(await found('?status=draft')).toBe('Spring');
  expect(await found('?status=scheduled')).toBe('Summer');
  expect(await found('?status=sent')).toBe('');
  expect(await found('?search=spr')).toBe('Spring');
  expect(await found('?limit=1&page=2')).not.toBe('');
});
