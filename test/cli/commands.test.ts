import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Campaign } from '../../src/contract/campaign.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { runCli, useDirectory } from '../support/process.js';

const tell = (emulator: EmulatorHandle, ...args: string[]) => runCli([...args, '--url', emulator.url]);
const json = async <T>(emulator: EmulatorHandle, ...args: string[]): Promise<T> =>
  JSON.parse((await tell(emulator, ...args, '--json')).stdout) as T;

it('seeds, sends, waits, shows and resets', async () => {
  const emulator = await useEmulator();
  const file = join(await useDirectory(), 'mine.json');
  const campaign = {
    name: 'x',
    subject: 'Your code',
    from_email: 'a@example.com',
    recipients: { type: 'all' },
  };
  const content = { text: 'The code is 482913.' };
  await writeFile(
    file,
    JSON.stringify({ contacts: [{ email: 'ann@example.com' }], campaigns: [{ ...campaign, content }] }),
  );
  expect((await json<{ counts: object }>(emulator, 'seed', file)).counts).toMatchObject({
    contacts: 1,
    campaigns: 1,
  });
  const again = await tell(emulator, 'seed', file);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('expected --replace')]);

  const [made] = (await callApi<Campaign[]>(emulator, '/campaigns')).data;
  expect((await tell(emulator, 'send', made?.id ?? '')).stdout).toContain('sending');
  const waited = await tell(emulator, 'inbox', 'wait', '--to', 'ann@example.com', '--timeout', '10s');
  expect(waited.stdout).toMatch(/Subject +Your code\n[\s\S]*Code +482913/);
  const listed = await json<{ id: string; subject: string }[]>(
    emulator,
    'inbox',
    'list',
    '--subject',
    'code',
  );
  expect(listed.map(({ subject }) => subject)).toEqual(['Your code']);
  expect((await tell(emulator, 'inbox', 'show', listed[0]?.id ?? '')).stdout).toContain(
    'The code is 482913.',
  );

  expect((await json<{ counts: object }>(emulator, 'reset')).counts).toMatchObject({
    contacts: 0,
    messages: 0,
  });
}, 60_000);

it('moves the clock and makes and revokes keys', async () => {
  const emulator = await useEmulator();
  await tell(emulator, 'clock', 'freeze', '2024-03-25T10:00:00Z');
  expect((await tell(emulator, 'clock', 'advance', '2h')).stdout).toBe(
    '2024-03-25T12:00:00Z  0 things happened\n',
  );
  expect((await tell(emulator, 'clock', 'show')).stdout).toBe('2024-03-25T12:00:00Z  frozen\n');
  const { id, key } = await json<{ id: string; key: string }>(
    emulator,
    'keys',
    'create',
    '--permission',
    'contacts:read',
  );
  expect((await callApi(emulator, '/campaigns', { key })).status).toBe(403);
  expect((await tell(emulator, 'keys', 'revoke', id)).stdout).toBe(`${id} is revoked\n`);
  expect((await callApi(emulator, '/contacts', { key })).status).toBe(401);
  expect((await tell(emulator, 'keys', 'list')).stdout).toContain('revoked');
}, 60_000);

it('ends with 0 when done, 1 when it failed, 2 on wrong usage, 3 when no emulator answers', async () => {
  const emulator = await useEmulator();
  expect((await tell(emulator, 'health')).code).toBe(0);
  expect((await tell(emulator, 'inbox', 'wait', '--to', 'nobody', '--timeout', '10ms')).code).toBe(1);
  expect((await tell(emulator, 'clock', 'advance')).code).toBe(2);
  expect((await tell(emulator, 'inbox', 'wait', '--timeout', 'soon')).code).toBe(2);
  const guarded = await useEmulator({ uiAuth: 'me:secret' });
  const env = { ...process.env, MAILDRONE_EMULATOR_PORT: new URL(guarded.url).port };
  expect(await runCli(['health'], { env })).toMatchObject({ code: 0, stdout: 'ready\n' });
  const { url } = emulator;
  await emulator.stop();
  expect((await runCli(['health', '--url', url])).code).toBe(3);
}, 60_000);
