import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { startCli, useDirectory } from '../support/process.js';

const key = 'md_test_shared';
const fixture = (name: string) => ({
  keys: [{ name: 'own' }, { key, name: 'shared', permissions: ['contacts:read'] }],
  contacts: [{ email: `${name}@x.test` }],
});
const load = (target: Pick<Connection, 'url'>, workspace: string, name: string, replace = false) =>
  callControl(target, '/fixtures', {
    method: 'POST',
    body: { fixture: fixture(name), replace },
    headers: { 'X-Emulator-Workspace': workspace },
  });
const emailsOf = async (emulator: EmulatorHandle, used = key) => {
  const answer = await callApi<{ email: string }[]>(emulator, '/contacts', { key: used });
  return answer.status === 200 ? answer.data.map(({ email }) => email) : answer.status;
};
const keyIn = async (target: Connection) =>
  (await target.keys.list()).filter(({ hint, revoked_at }) => key.endsWith(hint) && revoked_at === null);

it('a data set of a call with a key that another workspace has is refused, and changes nothing', async () => {
  const emulator = await useEmulator();
  const [one, other] = [await emulator.workspace(), await emulator.workspace()];
  await load(emulator, one.id, 'one');
  const refused = await load(emulator, other.id, 'other', true);
  expect([refused.status, refused.error.details]).toEqual([
    400,
    { field: 'fixture.keys.1.key', issue: 'Expected a key that no other workspace has' },
  ]);
  expect(await emailsOf(emulator)).toEqual(['one@x.test']);
  expect(await emailsOf(emulator, other.apiKey)).toEqual([]);
  expect((await load(emulator, 'default', 'default')).status).toBe(400);
  // Its own workspace may load it again.
  expect((await load(emulator, one.id, 'again', true)).status).toBe(200);
});

it.each([
  ['is revoked', async (one: Connection) => void (await one.keys.revoke((await keyIn(one))[0]?.id ?? ''))],
  ['is gone with its workspace', (one: Awaited<ReturnType<EmulatorHandle['workspace']>>) => one.drop()],
] as const)('a key that %s there is free, and works where it was loaded then', async (_how, free) => {
  const emulator = await useEmulator();
  const [one, other] = [await emulator.workspace(), await emulator.workspace()];
  await load(emulator, one.id, 'one');
  await free(one);
  expect((await load(emulator, other.id, 'other')).status).toBe(200);
  expect(await emailsOf(emulator)).toEqual(['other@x.test']);
});

it('data sets of the settings are loaded into each workspace, without the keys that another has', async () => {
  const path = join(await useDirectory(), 'shared.json');
  await writeFile(path, JSON.stringify(fixture('shared')));
  const emulator = await useEmulator({ fixture: [path] });
  const other = await emulator.workspace();
  await other.reset({ to: 'fixtures' });
  expect(await emailsOf(emulator, other.apiKey)).toEqual(['shared@x.test']);
  expect([await keyIn(emulator), await keyIn(other)].map(({ length }) => length)).toEqual([1, 0]);
  await emulator.reset({ to: 'fixtures' });
  expect([await keyIn(emulator), await keyIn(other)].map(({ length }) => length)).toEqual([1, 0]);
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'only@x.test' } });
  expect(await emailsOf(emulator)).toEqual(['only@x.test', 'shared@x.test']);
});

it('a key of a data set does not narrow the same key of the settings, by whatever way it comes', async () => {
  const emulator = await useEmulator({ apiKey: [key] });
  const mayWrite = async () =>
    (await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'w@x.test' }, key })).status;
  expect((await load(emulator, 'default', 'narrow')).status).toBe(200);
  expect(await mayWrite()).toBe(201);
  const elsewhere = await useEmulator();
  await load(elsewhere, 'default', 'narrow');
  await elsewhere.keys.revoke((await keyIn(elsewhere))[0]?.id ?? '');
  await emulator.import(await elsewhere.export());
  expect(await mayWrite()).toBe(201);
  expect((await keyIn(emulator)).length).toBe(1);
});

it('a reset of all puts revoked keys of the settings, and of the workspace, back', async () => {
  const emulator = await useEmulator();
  const other = await emulator.workspace();
  for (const each of [emulator, other]) {
    const { apiKey } = each;
    for (const { id } of await each.keys.list()) await each.keys.revoke(id);
    await each.reset();
    expect((await callApi(each, '/contacts', { key: apiKey })).status).toBe(401);
    await each.reset({ all: true });
    expect((await callApi(each, '/contacts', { key: apiKey })).status).toBe(200);
  }
});

it('a start warns where each key of the settings is revoked, and where another workspace has one', async () => {
  const data = await useDirectory();
  const first = await useEmulator({ data });
  for (const { id } of await first.keys.list()) await first.keys.revoke(id);
  const other = await first.workspace();
  await load(first, other.id, 'other');
  await first.stop();
  const warningsOf = async (...args: string[]) => {
    const { child, stdout, stderr, finished } = await startCli(['--data', data, ...args]);
    child.kill('SIGTERM');
    await finished;
    return stdout() + stderr();
  };
  expect(await warningsOf()).toContain('every key of --api-key is revoked');
  const shared = await warningsOf('--api-key', key);
  expect(shared).toContain(`is one of ${other.id} too`);
  expect(shared).not.toContain('is revoked');
});
