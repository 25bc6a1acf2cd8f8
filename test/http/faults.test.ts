import { describe, expect, it } from 'vitest';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

describe('A fault on calls of /v2', () => {
  it('answers in place of the real thing, as often as it was told, and is shown in the request log', async () => {
    const emulator = await useEmulator();
    const fault = await emulator.faults.add({
      match: { method: 'post', path: '/v2/contacts' },
      times: 2,
      respond: { status: 500 },
    });
    const post = () => callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test' } });
    const failed = await post();
    expect([failed.status, failed.error.code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(failed.headers.get('X-Emulator-Fault')).toBe(fault.id);
    expect((await callApi(emulator, '/contacts')).status).toBe(200);
    expect((await post()).status).toBe(500);
    expect((await post()).status).toBe(201);
    expect((await emulator.faults.list())[0]).toMatchObject({ id: fault.id, times: 2, hits: 2 });
    const calls = await emulator.requests.list({ method: 'POST' });
    expect(calls.map((call) => [call.status, call.fault])).toEqual([
      [201, null],
      [500, fault.id],
      [500, fault.id],
    ]);
    expect(calls[2]?.request.body).toBe('{"email":"a@b.test"}');
  });

  it.each([
    [{ status: 429, headers: { 'Retry-After': '7' } }, 429, 'RATE_LIMIT_EXCEEDED'],
    [{ status: 503 }, 503, 'NOT_READY'],
    [{ status: 502, code: 'BAD_GATEWAY', message: 'upstream' }, 502, 'BAD_GATEWAY'],
    [{ status: 401 }, 401, 'AUTHENTICATION_FAILED'],
  ])('answers %j', async (respond, status, code) => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { path: '/v2/**' }, respond });
    const answer = await callApi(emulator, '/campaigns/campaign_00000000/stats');
    expect([answer.status, answer.error.code]).toEqual([status, code]);
    expect(answer.headers.get('Retry-After')).toBe(status === 429 ? '7' : null);
  });

  it('a 401 says how to authenticate, unless the fault has that header itself', async () => {
    const emulator = await useEmulator();
    for (const [headers, shown] of [
      [undefined, 'Bearer realm="maildrone-emulator"'],
      [{ 'www-authenticate': 'Bearer error="invalid_token"' }, 'Bearer error="invalid_token"'],
    ] as const) {
      await emulator.faults.add({ times: 1, respond: { status: 401, ...(headers && { headers }) } });
      const answer = await callApi(emulator, '/contacts');
      expect([answer.status, answer.headers.get('WWW-Authenticate')]).toEqual([401, shown]);
    }
  });

  it('resets the connection', async () => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { path: '/v2/contacts' }, socket: 'reset', times: 1 });
    await expect(callApi(emulator, '/contacts')).rejects.toThrow('fetch failed');
    expect((await emulator.requests.list())[0]).toMatchObject({ status: null });
    expect((await callApi(emulator, '/contacts')).status).toBe(200);
  });

  it('hangs until the client gives up', async () => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { path: '/v2/contacts' }, socket: 'hang' });
    const gaveUp = new AbortController();
    const call = fetch(`${emulator.apiUrl}/contacts`, { signal: gaveUp.signal });
    await emulator.requests.waitFor({ path: '/v2/contacts' });
    gaveUp.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('delays the real answer in real time, also when the clock stands, and holds up no other call', async () => {
    const emulator = await useEmulator();
    await emulator.clock.freeze();
    await emulator.faults.add({ match: { path: '/v2/contacts' }, delay: '400ms' });
    const answers = await Promise.all([callApi(emulator, '/contacts'), callApi(emulator, '/campaigns')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    const [late, early] = await emulator.requests.list();
    expect([late?.path, early?.path]).toEqual(['/v2/contacts', '/v2/campaigns']);
    expect([late?.fault !== null, early?.fault]).toEqual([true, null]);
  });

  it('is injected with a probability that the seed decides, the same again after a clearing', async () => {
    const emulator = await useEmulator({ seed: 42 });
    const round = async () => {
      await emulator.faults.clear();
      await emulator.faults.add({ probability: 0.3, respond: { status: 500 } });
      const statuses: number[] = [];
      for (let n = 0; n < 60; n += 1) statuses.push((await callApi(emulator, '/contacts?limit=1')).status);
      return statuses;
    };
    const first = await round();
    expect(await round()).toEqual(first);
    const failed = first.filter((status) => status === 500).length;
    expect(failed).toBeGreaterThan(5);
    expect(failed).toBeLessThan(35);
  });

  it('is tried in order: the first that matches and is not used up is injected', async () => {
    const emulator = await useEmulator();
    await emulator.faults.add({ match: { path: '/v2/contacts' }, times: 1, respond: { status: 500 } });
    await emulator.faults.add({ match: { path: '/v2/*' }, times: 1, respond: { status: 403 } });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await callApi(emulator, '/contacts')).status);
    expect(statuses).toEqual([500, 403, 200]);
  });

  it('belongs to its workspace, and can be removed', async () => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    const fault = await other.faults.add({ respond: { status: 500 } });
    expect((await callApi(emulator, '/contacts')).status).toBe(200);
    expect((await callApi(other, '/contacts')).status).toBe(500);
    await other.faults.remove(fault.id);
    expect((await callApi(other, '/contacts')).status).toBe(200);
    await expect(other.faults.remove(fault.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('A fault that cannot be meant is a 400 that names its field', () => {
  it.each([
    [{}, 'respond'],
    [{ respond: { status: 200 } }, 'respond.status'],
    [{ respond: { status: 500, code: 'no' } }, 'respond.code'],
    [{ respond: { status: 500 }, socket: 'reset' }, 'socket'],
    [{ socket: 'burn' }, 'socket'],
    [{ delay: '2h' }, 'delay'],
    [{ delay: 1, times: 0 }, 'times'],
    [{ delay: 1, probability: 0 }, 'probability'],
    [{ delay: 1, match: { path: 'v2' } }, 'match.path'],
    [{ delay: 1, match: { url: '/v2' } }, 'match.url'],
    [{ smtp: { stage: 'bye', reply: '550 no' } }, 'smtp.stage'],
    [{ smtp: { stage: 'rcpt', reply: '250 ok' } }, 'smtp.reply'],
    [{ smtp: { stage: 'rcpt' } }, 'smtp.reply'],
  ])('%j', async (body, field) => {
    const emulator = await useEmulator();
    const answer = await callControl(emulator, '/faults', { method: 'POST', body });
    expect([answer.status, answer.error.details.field]).toEqual([400, field]);
    expect(await emulator.faults.list()).toEqual([]);
  });
});

it('A reset forgets faults, the request log and what was counted', async () => {
  const emulator = await useEmulator();
  await emulator.limits.set({ read: 7 });
  await emulator.faults.add({ delay: 1 });
  await callApi(emulator, '/contacts');
  await emulator.reset();
  expect(await emulator.faults.list()).toEqual([]);
  expect(await emulator.requests.list()).toEqual([]);
  const limits = await emulator.limits.get();
  expect([limits.read, limits.keys[0]?.read.used]).toEqual([7, 0]);
  await callControl(emulator, '/reset', { method: 'POST', body: { all: true } });
  expect((await emulator.limits.get()).read).toBe(1000);
});
