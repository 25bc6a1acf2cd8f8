import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '../../src/contract/key.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi } from '../support/emulator.js';
import { beyond, endpoints } from './examples.js';

let emulator: EmulatorHandle;
let revoked: string;
const single = new Map<string, string>();

beforeAll(async () => {
  emulator = await startEmulator();
  const made = await emulator.keys.create({ name: 'revoked' });
  await emulator.keys.revoke(made.id);
  revoked = made.key;
  for (const permission of permissions) {
    single.set(permission, (await emulator.keys.create({ permissions: [permission] })).key);
  }
});
afterAll(() => emulator.stop());

const all = [...endpoints, ...beyond];
const fill = (endpoint: (typeof all)[number]) => ({
  method: endpoint.method,
  ...('body' in endpoint ? { body: { ...endpoint.body } } : {}),
});

describe('Every endpoint asks for a key', () => {
  const wrong = [
    ['no key', {}, 'Bearer'],
    ['another scheme', { Authorization: 'Basic dXNlcjpwYXNz' }, 'Bearer'],
    ['a bare key', { Authorization: 'md_test_local' }, 'the word "Bearer" is missing'],
    ['only the scheme', { Authorization: 'Bearer' }, 'one API key'],
    ['two keys', { Authorization: 'Bearer a b' }, 'one API key'],
    ['an unknown key', { Authorization: 'Bearer md_test_unknown' }, 'unknown'],
  ] as const;
  const cases = all.flatMap((endpoint) => wrong.map((fault) => [endpoint, ...fault] as const));

  it.each(cases.map(([endpoint, name, headers, says]) => ({ endpoint, name, headers, says })))(
    '$endpoint.method $endpoint.path with $name is a 401',
    async ({ endpoint, headers, says }) => {
      const answer = await callApi(emulator, endpoint.path, { ...fill(endpoint), key: null, headers });
      expect(answer.status).toBe(401);
      expect(answer.error.code).toBe('AUTHENTICATION_FAILED');
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="maildrone-emulator"');
      expect(answer.error.details).toMatchObject({ field: 'Authorization' });
      expect(answer.error.details.issue).toContain(says);
    },
  );

  it.each(all)('$method $path with a revoked key is a 401', async (endpoint) => {
    const answer = await callApi(emulator, endpoint.path, { ...fill(endpoint), key: revoked });
    expect([answer.status, answer.error.code]).toEqual([401, 'AUTHENTICATION_FAILED']);
    expect(answer.headers.get('X-RateLimit-Limit')).not.toBeNull();
    expect(answer.headers.get('WWW-Authenticate')).toMatch(/^Bearer /);
  });

  it('the scheme is read without regard to case', async () => {
    const headers = { Authorization: `bearer ${emulator.apiKey}` };
    expect((await callApi(emulator, '/contacts', { key: null, headers })).status).toBe(200);
  });
});

describe('Every endpoint asks for its own permission', () => {
  const cases = all.flatMap((endpoint) =>
    permissions.map((permission) => ({ endpoint, permission, may: permission === endpoint.permission })),
  );

  it.each(cases)(
    '$endpoint.method $endpoint.path with $permission alone: allowed $may',
    async ({ endpoint, permission, may }) => {
      const answer = await callApi(emulator, endpoint.path, {
        ...fill(endpoint),
        key: single.get(permission) ?? '',
      });
      if (may) {
        // A creation may meet the address of an earlier row of this table.
        expect([endpoint.full, 400]).toContain(answer.status);
        return;
      }
      expect([answer.status, answer.error.code]).toEqual([403, 'INSUFFICIENT_PERMISSIONS']);
      expect(answer.error.message).toContain(endpoint.permission);
    },
  );

  it.each(all)('$method $path with a full key is a $full', async (endpoint) => {
    const fresh = await emulator.workspace();
    const answer = await callApi(fresh, endpoint.path, fill(endpoint));
    expect(answer.status).toBe(endpoint.full);
    await fresh.drop();
  });
});

it('A key works in its own workspace only', async () => {
  const other = await emulator.workspace();
  const { data } = await callApi<{ id: string }>(other, '/contacts', {
    method: 'POST',
    body: { email: 'mine@b.test' },
  });
  const foreign = await callApi(emulator, `/contacts/${data.id}`, { method: 'PUT', body: {} });
  expect(foreign.status).toBe(404);
  const key = await emulator.keys.create();
  expect((await callApi(other, '/contacts', { key: key.key })).data).not.toContainEqual(
    expect.objectContaining({ id: data.id }),
  );
});

it('A created key is shown once and can be revoked once', async () => {
  const made = await emulator.keys.create({ name: 'CI', permissions: ['contacts:read'] });
  const listed = (await emulator.keys.list()).find(({ id }) => id === made.id);
  expect(listed).toMatchObject({ name: 'CI', permissions: ['contacts:read'], hint: made.key.slice(-4) });
  expect(JSON.stringify(await emulator.keys.list())).not.toContain(made.key);
  expect((await emulator.keys.revoke(made.id)).revoked_at).not.toBeNull();
  await expect(emulator.keys.revoke(made.id)).rejects.toMatchObject({ status: 400 });
});
