import { describe, expect, it } from 'vitest';
import type { Limits } from '../../src/contract/limits.js';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const start = '2024-03-20T10:00:00Z';
const epoch = Date.parse(start) / 1000;

async function useFrozen(options: Parameters<typeof useEmulator>[0] = {}): Promise<EmulatorHandle> {
  const emulator = await useEmulator(options);
  await emulator.clock.freeze(start);
  return emulator;
}

/** The same call many times, some at once; how many got each status. */
async function repeat(times: number, call: () => Promise<{ status: number }>) {
  const counts: Record<number, number> = {};
  for (let done = 0; done < times; done += 20) {
    const batch = Array.from({ length: Math.min(20, times - done) }, call);
    for (const { status } of await Promise.all(batch)) counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}
const read = (target: Pick<Connection, 'apiUrl' | 'apiKey'>, key = target.apiKey) =>
  callApi(target, '/campaigns?limit=1', { key });
const write = (target: Pick<Connection, 'apiUrl' | 'apiKey'>) =>
  callApi(target, '/contacts/contact_00000000', { method: 'DELETE' });

describe('Enforced, a key has 1000 reads and 300 writes in any 3600 seconds', () => {
  it('the 1000th read passes, the 1001st does not, and a slot is free exactly 3600 s after the first', async () => {
    const emulator = await useFrozen({ rateLimits: 'enforce' });
    expect((await read(emulator)).headers.get('X-RateLimit-Remaining')).toBe('999');
    await emulator.clock.advance('10s');
    expect(await repeat(999, () => read(emulator))).toEqual({ 200: 999 });
    const refused = await read(emulator);
    expect([refused.status, refused.error.code]).toEqual([429, 'RATE_LIMIT_EXCEEDED']);
    expect(refused.headers.get('Retry-After')).toBe('3590');
    expect(refused.headers.get('X-RateLimit-Limit')).toBe('1000');
    expect(refused.headers.get('X-RateLimit-Remaining')).toBe('0');
    expect(refused.headers.get('X-RateLimit-Reset')).toBe(String(epoch + 3600));
    await emulator.clock.set('2024-03-20T10:59:59.999Z');
    expect((await read(emulator)).status).toBe(429);
    await emulator.clock.set('2024-03-20T11:00:00Z');
    expect((await read(emulator)).status).toBe(200);
    expect((await read(emulator)).status).toBe(429);
    await emulator.clock.set('2024-03-20T11:00:10Z');
    expect((await read(emulator)).headers.get('X-RateLimit-Remaining')).toBe('998');
  });

  it('the 300th write passes, the 301st does not; reads and other keys are not touched', async () => {
    const emulator = await useFrozen({ rateLimits: 'enforce' });
    const other = await emulator.keys.create();
    expect(await repeat(300, () => write(emulator))).toEqual({ 404: 300 });
    expect((await write(emulator)).status).toBe(429);
    expect((await read(emulator)).status).toBe(200);
    expect((await read(emulator, other.key)).headers.get('X-RateLimit-Remaining')).toBe('999');
    const fresh = await callApi(emulator, '/contacts', {
      method: 'POST',
      body: { email: 'a@b.test' },
      key: other.key,
    });
    expect([fresh.status, fresh.headers.get('X-RateLimit-Remaining')]).toEqual([201, '299']);
  });

  it('rejected calls do not lengthen the window', async () => {
    const emulator = await useFrozen({ rateLimits: 'enforce' });
    await emulator.limits.set({ read: 3 });
    await repeat(3, () => read(emulator));
    for (const time of ['10:20', '10:40', '10:59']) {
      await emulator.clock.set(`2024-03-20T${time}:00Z`);
      expect(await repeat(20, () => read(emulator))).toEqual({ 429: 20 });
    }
    await emulator.clock.set('2024-03-20T11:00:00Z');
    expect(await repeat(4, () => read(emulator))).toEqual({ 200: 3, 429: 1 });
  });

  it('a limit that was lowered asks to wait for as many calls as are too many', async () => {
    const emulator = await useFrozen({ rateLimits: 'enforce' });
    await read(emulator);
    await emulator.clock.advance('100s');
    await read(emulator);
    await emulator.limits.set({ read: 1 });
    expect((await read(emulator)).headers.get('Retry-After')).toBe('3600');
  });
});

it('Observed, a call over the limit passes with a warning, in its header and in the request log', async () => {
  const emulator = await useFrozen();
  await emulator.limits.set({ read: 2 });
  await repeat(2, () => read(emulator));
  const third = await read(emulator);
  expect([third.status, third.headers.get('X-RateLimit-Remaining')]).toEqual([200, '0']);
  expect(third.headers.get('X-Emulator-Warning')).toContain('over the limit of 2 read requests per hour');
  const [latest] = await emulator.requests.list();
  expect(latest?.warnings.join()).toContain('--rate-limits enforce would refuse this call');
});

it('Off, nothing is counted and no header is set', async () => {
  const emulator = await useFrozen({ rateLimits: 'off' });
  const answer = await read(emulator);
  expect([answer.status, answer.headers.get('X-RateLimit-Limit')]).toEqual([200, null]);
  await emulator.limits.set({ mode: 'enforce' });
  expect((await read(emulator)).headers.get('X-RateLimit-Remaining')).toBe('999');
});

describe('Every answer to a known key has the three headers', () => {
  it.each([
    ['GET', '/contacts', undefined, 200, '1000'],
    ['HEAD', '/contacts', undefined, 200, '1000'],
    ['GET', '/contacts?page=0', undefined, 400, '1000'],
    ['POST', '/contacts', {}, 400, '300'],
    ['GET', '/nothing', undefined, 404, '1000'],
    ['PATCH', '/contacts', {}, 404, '300'],
    ['DELETE', '/contacts/contact_00000000', undefined, 404, '300'],
  ])('%s %s', async (method, path, body, status, limit) => {
    const emulator = await useFrozen();
    const answer = await callApi(emulator, path, { method, body });
    expect([answer.status, answer.headers.get('X-RateLimit-Limit')]).toEqual([status, limit]);
    expect(answer.headers.get('X-RateLimit-Remaining')).toMatch(/^\d+$/);
    expect(answer.headers.get('X-RateLimit-Reset')).toBe(String(epoch + 3600));
    expect(answer.headers.get('X-Maildrone-Emulator')).toMatch(/^\d+\.\d+\.\d+/);
  });
});

it('The control API shows and changes limits', async () => {
  const emulator = await useFrozen({ monthlyQuota: 10 });
  await read(emulator);
  const { data } = await callControl<Limits>(emulator, '/limits');
  expect(data).toMatchObject({ mode: 'observe', read: 1000, write: 300, window_seconds: 3600 });
  expect(data).toMatchObject({ monthly_quota: 10, quota_used: 0 });
  expect(data.keys[0]?.read).toEqual({ used: 1, remaining: 999, reset: epoch + 3600 });
  const changed = await emulator.limits.set({ write: 5, monthly_quota: null });
  expect(changed).toMatchObject({ mode: 'observe', read: 1000, write: 5, monthly_quota: null });
  for (const body of [{ mode: 'on' }, { read: 0 }, { write: 1.5 }, { monthly_quota: -1 }, { reads: 1 }]) {
    expect((await callControl(emulator, '/limits', { method: 'PUT', body })).status).toBe(400);
  }
});

describe('The monthly quota counts recipients per calendar month', () => {
  const mail = { from_email: 'a@b.test', to: 'c@d.test', subject: 's', content: { text: 't' } };
  const campaign = {
    name: 'n',
    subject: 's',
    from_email: 'a@b.test',
    content: { text: 't' },
    recipients: { type: 'all' },
  };

  it('over it a send is a 429 before its first mail, until the month ends', async () => {
    const emulator = await useEmulator({ monthlyQuota: 3 });
    await emulator.clock.freeze('2024-03-31T23:59:00Z');
    for (const email of ['a@b.test', 'c@d.test', 'e@f.test']) {
      await callApi(emulator, '/contacts', { method: 'POST', body: { email } });
    }
    const { data } = await callApi<{ id: string }>(emulator, '/campaigns', {
      method: 'POST',
      body: campaign,
    });
    expect((await callApi(emulator, '/emails', { method: 'POST', body: mail })).status).toBe(201);
    const over = await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' });
    expect([over.status, over.error.code]).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(over.error.details).toMatchObject({ field: 'recipients', limit: 3, used: 1 });
    const welcome = { email: 'new@b.test', send_welcome: true };
    await emulator.limits.set({ monthly_quota: 1 });
    const refused = await callApi(emulator, '/contacts', { method: 'POST', body: welcome });
    expect([refused.status, refused.error.code]).toEqual([429, 'QUOTA_EXCEEDED']);
    expect(refused.error.details).toMatchObject({ field: 'send_welcome', limit: 1, used: 1 });
    const another = await callApi(emulator, '/emails', { method: 'POST', body: mail });
    expect(another.error).toMatchObject({ code: 'QUOTA_EXCEEDED', details: { field: 'to' } });
    expect((await callApi(emulator, '/contacts?search=new')).meta.total).toBe(0);
    await emulator.limits.set({ monthly_quota: 3 });
    await emulator.settle();
    expect(await emulator.inbox.list()).toHaveLength(1);
    await emulator.clock.set('2024-04-01T00:00:00Z');
    expect((await callApi(emulator, `/campaigns/${data.id}/send`, { method: 'POST' })).status).toBe(200);
    expect((await emulator.limits.get()).quota_used).toBe(3);
    await emulator.settle();
    expect(await emulator.inbox.list({ campaign: data.id })).toHaveLength(3);
  });
});

it('every answer with a known key has the headers, whatever it is', async () => {
  const emulator = await useFrozen();
  const { key: weak } = await emulator.keys.create({ permissions: ['analytics:read'] });
  await emulator.faults.add({ match: { path: '/v2/contacts/*' }, respond: { status: 503 } });
  const calls: [number, string, Parameters<typeof callApi>[2]][] = [
    [200, '/contacts', {}],
    [200, '/contacts', { method: 'HEAD' }],
    [200, '/contacts', { method: 'OPTIONS' }],
    [400, '/contacts?limit=0', {}],
    [400, '/contacts', { method: 'POST', raw: '{' }],
    [403, '/contacts', { key: weak }],
    [404, '/nowhere', {}],
    [404, '/campaigns/campaign_00000000', {}],
    [404, '/contacts', { method: 'PATCH' }],
    [503, '/contacts/contact_00000000', {}],
  ];
  for (const [status, path, call] of calls) {
    const answer = await callApi(emulator, path, call);
    const names = ['X-RateLimit-Limit', 'X-RateLimit-Remaining', 'X-RateLimit-Reset'];
    const isWrite = !['GET', 'HEAD', 'OPTIONS'].includes(call?.method ?? 'GET');
    expect([answer.status, path, answer.headers.get(names[0] ?? '')]).toEqual([
      status,
      path,
      isWrite ? '300' : '1000',
    ]);
    for (const name of names) expect(answer.headers.get(name)).toMatch(/^\d+$/);
  }
  expect((await callApi(emulator, '/contacts', { key: null })).headers.has('X-RateLimit-Limit')).toBe(false);
});
