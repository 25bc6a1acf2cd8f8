import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { expect, it } from 'vitest';
import type { Contact } from '../../src/index.js';
import { callApi, callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';
import { mount, run } from '../support/small-disk.js';

/** What is in force in memory and kept in the store, and changes of it that cannot be kept. */
async function expectNoEffect(emulator: RunningProcess) {
  const of = async <T>(path: string) => (await callControl<T>(emulator, path)).data;
  const inForce = async () => {
    const { frozen, rate, now } = await of<{ frozen: boolean; rate: number; now: string }>('/clock');
    const isAhead = Date.parse(now) > Date.now() + 60_000;
    const all = { frozen, rate, isAhead, faults: await of('/faults'), limits: await of('/limits') };
    // When a limit ends goes on with the clock.
    return JSON.parse(JSON.stringify(all, (key, value: unknown) => (key === 'reset' ? 0 : value))) as unknown;
  };
  const before = await inForce();
  const fault = { match: { path: '/v2/contacts' }, respond: { status: 500 } };
  const changes: [path: string, method: string, body?: object][] = [
    ['/clock/freeze', 'POST'],
    ['/clock/rate', 'POST', { rate: 60 }],
    ['/clock/advance', 'POST', { by: '1h' }],
    ['/clock/set', 'POST', { to: '2999-01-01T00:00:00Z' }],
    ['/faults', 'POST', fault],
    ['/faults', 'DELETE'],
    ['/limits', 'PUT', { mode: 'off' }],
    ['/simulation', 'PUT', { speed: 9 }],
    ['/webhooks', 'POST', { url: 'http://127.0.0.1:9/' }],
    ['/keys', 'POST', { name: 'k' }],
  ];
  for (const [path, method, body] of changes)
    expect([path, (await callControl(emulator, path, { method, body })).status]).toEqual([path, 500]);
  expect(await inForce()).toEqual(before);
}

it('answers 500 and 4xx while the disk is full, keeps what it had, and goes on when there is room', async () => {
  const dir = await useDirectory();
  const disk = join(dir, 'disk');
  // Where mounting is not allowed, a limit of the size of files takes the place of the small disk.
  const small = await mount(disk, 'size=1m');
  const data = join(disk, 'data');
  const emulator = await startProcess(['--data', data], small ? {} : { fileBlocks: 1000 });
  const create = (email: string) =>
    callApi<Contact>(emulator, '/contacts', {
      method: 'POST',
      body: { email, custom_fields: { filler: 'x'.repeat(20_000) } },
    });
  const kept: string[] = [];
  let refused = await create('first@x.test');
  for (let n = 0; refused.status === 201 && n < 200; n += 1) {
    kept.push(refused.data.email);
    refused = await create(`n${n}@x.test`);
  }
  expect(refused.status).toBe(500);
  expect(refused.error).toMatchObject({
    code: 'INTERNAL_SERVER_ERROR',
    message: expect.stringMatching(
      /cannot store: .*journal\.jsonl.* \((ENOSPC|EFBIG)\)\. Make room/,
    ) as string,
  });
  await expectNoEffect(emulator);
  const client = createTransport({ ...emulator.smtp, secure: false });
  const letter = { from: 'a@x.test', to: 'b@x.test', subject: 'Full', text: 'y'.repeat(50_000) };
  await expect(client.sendMail(letter)).rejects.toMatchObject({ responseCode: 451 });
  expect((await callApi(emulator, '/contacts')).status).toBe(200);
  if (small) await run('mount', ['-o', 'remount,size=8m', disk]);
  else await run('prlimit', [`--pid=${emulator.child.pid}`, '--fsize=unlimited']);
  await expect.poll(async () => (await create('after@x.test')).status, { timeout: 10_000 }).toBe(201);
  await client.sendMail(letter);
  await emulator.kill();
  const again = await startProcess(['--data', data]);
  const { meta } = await callApi<Contact[]>(again, '/contacts?search=after@x.test');
  expect(meta.total).toBe(1);
  for (const email of kept)
    expect((await callApi(again, `/contacts?search=${email}`)).meta.total).toBeGreaterThan(0);
  expect(await again.inbox.list({ subject: 'Full' })).toHaveLength(1);
  expect(await again.stop()).toBe(0);
});

it('a workspace for which there is no room is a 500 that says so, and leaves nothing behind', async () => {
  const data = await useDirectory();
  const emulator = await startProcess(['--data', data]);
  const create = () => callControl<{ id: string }>(emulator, '/workspaces', { method: 'POST' });
  const folders = () => readdir(join(data, 'workspaces'));
  await run('prlimit', [`--pid=${emulator.child.pid}`, '--fsize=0:unlimited']);
  const refused = await create();
  expect([refused.status, refused.error.message]).toEqual([
    500,
    expect.stringMatching(/^The workspace cannot be made: .*\(EFBIG\)\. Make room/),
  ]);
  expect(await folders()).toEqual(['default']);
  await run('prlimit', [`--pid=${emulator.child.pid}`, '--fsize=unlimited']);
  expect((await create()).status).toBe(201);
  expect(await folders()).toHaveLength(2);
});
