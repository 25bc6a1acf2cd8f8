import { describe, expect, it } from 'vitest';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

describe('The request log of /v2', () => {
  it('keeps what was asked and answered, newest first', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test' } });
    await callApi(emulator, '/contacts?limit=5');
    const [list, create] = await emulator.requests.list();
    expect(list).toMatchObject({ method: 'GET', path: '/v2/contacts', query: 'limit=5', status: 200 });
    expect(create).toMatchObject({
      method: 'POST',
      route: 'POST /v2/contacts',
      status: 201,
      undocumented: false,
      warnings: [],
      fault: null,
      error: null,
      request: { body: '{"email":"a@b.test"}', size: 20 },
    });
    expect(create?.response.size).toBe(Buffer.byteLength(create?.response.body ?? ''));
    expect(JSON.parse(create?.response.body ?? '')).toMatchObject({ data: { email: 'a@b.test' } });
    expect(create?.duration_ms).toBeGreaterThanOrEqual(0);
    expect(await emulator.requests.get(create?.id ?? '')).toEqual(create);
  });

  it.each([
    ['Authorization', 'Bearer [redacted]'],
    ['Proxy-Authorization', 'Bearer [redacted]'],
    ...['Cookie', 'X-Api-Key', 'Api-Key', 'X-Auth-Token', 'X-Token', 'X-Access-Key', 'X-Auth'].map((name) => [
      name,
      null,
    ]),
    ...['X-Client-Secret', 'X-Password', 'X-Csrf-Token', 'X-Credentials'].map((name) => [name, null]),
    ['Idempotency-Key', 'Bearer something'],
    ['X-Tokens-Left', 'Bearer something'],
  ])('shows the header %s as %s', async (name, expected) => {
    const emulator = await useEmulator();
    await fetch(`${emulator.apiUrl}/contacts`, { headers: { [name ?? '']: 'Bearer something' } });
    const [call] = await emulator.requests.list();
    expect(call?.request.headers[(name ?? '').toLowerCase()]).toBe(expected ?? 'Bearer [redacted]');
  });

  it('keeps what a body calls a token or a password, which is data of contacts and templates', async () => {
    const emulator = await useEmulator();
    const custom_fields = { token: 'abc', password: 'def', note: emulator.apiKey };
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test', custom_fields } });
    const [call] = await emulator.requests.list();
    expect(JSON.parse(call?.request.body ?? '')).toEqual({
      email: 'a@b.test',
      custom_fields: { token: 'abc', password: 'def', note: '[redacted]' },
    });
  });

  it('redacts credentials wherever they stand', async () => {
    const emulator = await useEmulator();
    const { key, hint } = await emulator.keys.create();
    await callApi(emulator, `/contacts?api_key=${key}&search=${key}`, {
      key,
      headers: { Cookie: `session=${key}`, 'X-Api-Key': key },
    });
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test', company: key }, key });
    await callApi(emulator, '/contacts', {
      key: null,
      headers: { Authorization: 'Basic dXNlcjpwYXNzd29yZA==' },
    });
    await callApi(emulator, '/contacts', { key: 'md_live_mistaken_production_key' });
    const calls = await emulator.requests.list();
    const text = JSON.stringify(calls);
    expect(calls).toHaveLength(4);
    expect(text).not.toContain(key);
    expect(text).not.toContain('dXNlcjpwYXNzd29yZA');
    expect(text).not.toContain('mistaken_production');
    expect(calls[3]?.key).toMatchObject({ hint });
    expect(calls[3]?.request.headers['authorization']).toBe('Bearer [redacted]');
    expect(calls[0]?.key).toBeNull();
  });

  it('is filtered by method, path, status and key', async () => {
    const emulator = await useEmulator();
    const { key, id } = await emulator.keys.create();
    await callApi(emulator, '/contacts', { key });
    await callApi(emulator, '/contacts/contact_00000000', { method: 'DELETE' });
    await callApi(emulator, '/nothing');
    const paths = async (match: Parameters<typeof emulator.requests.list>[0]) =>
      (await emulator.requests.list(match)).map(({ path }) => path.slice(4)).join(' ');
    expect(await paths({ method: 'delete' })).toBe('contacts/contact_00000000');
    expect(await paths({ path: '/v2/contacts/*' })).toBe('contacts/contact_00000000');
    expect(await paths({ path: 'contacts' })).toBe('contacts/contact_00000000 contacts');
    expect(await paths({ status: 404 })).toBe('nothing contacts/contact_00000000');
    expect(await paths({ status: '2xx' })).toBe('contacts');
    expect(await paths({ key: id })).toBe('contacts');
    expect((await callControl(emulator, '/requests?status=9xx')).status).toBe(400);
  });

  it('is paged by a cursor', async () => {
    const emulator = await useEmulator();
    for (let n = 0; n < 5; n += 1) await callApi(emulator, `/contacts?page=${n + 1}`);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await callControl<{ query: string }[]>(emulator, `/requests?limit=2${query}`);
      seen.push(...answer.data.map((call) => call.query));
      cursor = answer.meta.next_cursor;
    }
    expect(seen).toEqual(['page=5', 'page=4', 'page=3', 'page=2', 'page=1']);
  });

  it('can be waited for: a call to come, or what was called instead', async () => {
    const emulator = await useEmulator();
    const waiting = emulator.requests.waitFor({ method: 'POST', path: '/v2/contacts' });
    await callApi(emulator, '/contacts');
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test' } });
    expect(await waiting).toMatchObject({ status: 201 });
    expect(await emulator.requests.waitFor({ status: 200 })).toMatchObject({ method: 'GET' });
    const missed = emulator.requests.waitFor({ method: 'PUT' }, { timeout: 0 });
    await expect(missed).rejects.toMatchObject({
      status: 404,
      details: { called: ['POST /v2/contacts 201', 'GET /v2/contacts 200'] },
    });
  });

  it('keeps the last 1000 calls, each workspace its own, until it is emptied', async () => {
    const emulator = await useEmulator();
    const other = await emulator.workspace();
    for (let n = 0; n < 1010; n += 10) {
      await Promise.all(Array.from({ length: 10 }, () => callApi(emulator, '/contacts?limit=1')));
    }
    expect(await other.requests.list()).toEqual([]);
    const { data } = await callControl<{ deleted: number }>(emulator, '/requests', { method: 'DELETE' });
    expect(data.deleted).toBe(1000);
    expect(await emulator.requests.list()).toEqual([]);
  });

  it('has the body of a call that was refused before its body was looked at', async () => {
    const emulator = await useEmulator();
    await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'a@b.test' }, key: null });
    await callApi(emulator, '/contacts', { method: 'POST', raw: ' '.repeat(5_000_000), key: 'md_unknown' });
    const [large, small] = await emulator.requests.list();
    expect(small).toMatchObject({ status: 401, request: { body: '{"email":"a@b.test"}', size: 20 } });
    expect(large).toMatchObject({ status: 401, request: { size: 5_000_000 } });
  });

  it('cuts long bodies and says how long they were', async () => {
    const emulator = await useEmulator();
    const raw = `{"email":"a@b.test","company":"${'x'.repeat(100_000)}"}`;
    await callApi(emulator, '/contacts', { method: 'POST', raw });
    const [call] = await emulator.requests.list();
    expect(call?.request.size).toBe(raw.length);
    expect(call?.request.body).toHaveLength(16 * 1024);
  });
});
