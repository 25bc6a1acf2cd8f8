import { describe, expect, it } from 'vitest';
import { callApi, useEmulator } from '../support/emulator.js';
import { campaignBody } from './examples.js';

/** Each fault of a call, in the order in which they are found: the one named first wins over all that follow. */
async function useFaults() {
  const emulator = await useEmulator({ rateLimits: 'enforce' });
  const weak = await emulator.keys.create({ permissions: ['campaigns:read'] });
  const full = await emulator.keys.create();
  const ids = { unknown: 'campaign_00000000', sent: '' };
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test' } });
  const body = { ...campaignBody, recipients: { type: 'all' } };
  const made = await callApi<{ id: string }>(emulator, '/campaigns', { method: 'POST', body });
  ids.sent = made.data.id;
  await callApi(emulator, `/campaigns/${ids.sent}/send`, { method: 'POST' });
  await emulator.settle();
  const exhaust = async (key: string) => {
    await emulator.limits.set({ write: 1 });
    await callApi(emulator, '/campaigns/x', { method: 'DELETE', key });
  };
  const put = (id: string, key: string, content: unknown) =>
    callApi(emulator, `/campaigns/${id}`, { method: 'PUT', body: content, key });
  return { emulator, weak: weak.key, full: full.key, ids, exhaust, put };
}

describe('Faults are found in the documented order', () => {
  it('an unknown route (404) before a missing key (401)', async () => {
    const { emulator } = await useFaults();
    const answer = await callApi(emulator, '/campaigns/x/y/z', { method: 'PUT', key: null });
    expect([answer.status, answer.error.details.field]).toEqual([404, 'path']);
  });

  it('an unknown key (401) before an invalid body (400)', async () => {
    const { put, ids } = await useFaults();
    expect((await put(ids.unknown, 'md_unknown', { name: 7 })).status).toBe(401);
  });

  it('a revoked key (401) before a spent limit (429)', async () => {
    const { emulator, full, exhaust, put, ids } = await useFaults();
    await exhaust(full);
    const record = (await emulator.keys.list()).find(({ hint }) => full.endsWith(hint));
    await emulator.keys.revoke(record?.id ?? '');
    expect((await put(ids.unknown, full, {})).status).toBe(401);
  });

  it('a spent limit (429) before a missing permission (403)', async () => {
    const { weak, exhaust, put, ids } = await useFaults();
    expect((await put(ids.unknown, weak, {})).status).toBe(403);
    await exhaust(weak);
    expect((await put(ids.unknown, weak, {})).status).toBe(429);
  });

  it('a missing permission (403) before an invalid body (400)', async () => {
    const { weak, put, ids } = await useFaults();
    expect((await put(ids.unknown, weak, { name: 7 })).status).toBe(403);
  });

  it('a missing permission (403) before a body that is no JSON and too large', async () => {
    const { emulator, weak } = await useFaults();
    const raw = '{'.repeat(2_000_000);
    const answer = await callApi(emulator, '/contacts', { method: 'POST', raw, key: weak });
    expect(answer.status).toBe(403);
  });

  it('an invalid body (400) before an unknown id (404)', async () => {
    const { full, put, ids } = await useFaults();
    const answer = await put(ids.unknown, full, { name: 7 });
    expect([answer.status, answer.error.details.field]).toEqual([400, 'name']);
  });

  it('an invalid query (400) before the answer of a list', async () => {
    const { emulator, full } = await useFaults();
    expect((await callApi(emulator, '/campaigns?limit=0', { key: full })).status).toBe(400);
  });

  it('an unknown id (404) before a state that forbids (400)', async () => {
    const { full, put, ids } = await useFaults();
    expect((await put(ids.unknown, full, { name: 'x' })).status).toBe(404);
    const answer = await put(ids.sent, full, { name: 'x' });
    expect([answer.status, answer.error.details.field]).toEqual([400, 'status']);
    expect(answer.error.details.issue).toContain('"sent"');
  });

  it('the state (400) before the quota (429) and the audience (400) before it too', async () => {
    const { emulator, full, ids } = await useFaults();
    await emulator.limits.set({ monthly_quota: 0 });
    const again = await callApi(emulator, `/campaigns/${ids.sent}/send`, { method: 'POST', key: full });
    expect([again.status, again.error.details.field]).toEqual([400, 'status']);
    const empty = await callApi<{ id: string }>(emulator, '/campaigns', {
      method: 'POST',
      body: campaignBody,
      key: full,
    });
    const send = await callApi(emulator, `/campaigns/${empty.data.id}/send`, { method: 'POST', key: full });
    expect([send.status, send.error.details.field]).toEqual([400, 'recipients']);
  });
});
