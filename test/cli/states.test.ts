import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Campaign, Contact, EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { cliPath, runCli, useDirectory } from '../support/process.js';

const tell = (emulator: EmulatorHandle, ...args: string[]) => runCli([...args, '--url', emulator.url]);
const json = async <T>(emulator: EmulatorHandle, ...args: string[]): Promise<T> =>
  JSON.parse((await tell(emulator, ...args, '--json')).stdout) as T;
const emails = async (emulator: EmulatorHandle) =>
  (await callApi<Contact[]>(emulator, '/contacts')).data.map(({ email }) => email);
const make = (emulator: EmulatorHandle, email: string) =>
  callApi<Contact>(emulator, '/contacts', { method: 'POST', body: { email } });

it('saves, lists, restores and deletes snapshots', async () => {
  const emulator = await useEmulator();
  await make(emulator, 'one@x.test');
  expect((await tell(emulator, 'snapshot', 'list')).stdout).toContain('No snapshots');
  expect((await tell(emulator, 'snapshot', 'save', 'base')).stdout).toMatch(/^saved {2}base {2}.*1 contact,/);
  await emulator.reset();
  expect(await json(emulator, 'snapshot', 'restore', 'base')).toMatchObject({ name: 'base' });
  expect(await emails(emulator)).toEqual(['one@x.test']);
  expect((await tell(emulator, 'snapshot', 'list')).stdout).toMatch(/^NAME +CLOCK +HOLDS +SIZE\nbase /);
  const unknown = await tell(emulator, 'snapshot', 'restore', 'other');
  expect([unknown.code, unknown.stdout, unknown.stderr]).toEqual([
    1,
    '',
    expect.stringContaining('No snapshot with the name other'),
  ]);
  const bad = await tell(emulator, 'snapshot', 'save', 'a b');
  expect([bad.code, bad.stderr]).toEqual([2, expect.stringContaining('name: expected 1 to 64 letters')]);
  expect((await tell(emulator, 'snapshot', 'delete', 'base')).stdout).toBe('base is deleted\n');
  expect(await json(emulator, 'snapshot', 'list')).toEqual([]);
  expect((await tell(emulator, 'snapshot', 'save')).code).toBe(2);
}, 60_000);

it('exports to a file and to stdout, and imports from both, and seeds by an export', async () => {
  const emulator = await useEmulator();
  const dir = await useDirectory();
  const file = join(dir, 'state.json');
  await make(emulator, 'one@x.test');
  expect((await tell(emulator, 'export', file)).stdout).toMatch(
    /^exported {2}\S+state\.json {2}[\d.]+ [KM]?B\n$/,
  );
  expect(await readdir(dir)).toEqual(['state.json']);
  const piped = await tell(emulator, 'export', '-');
  expect(piped.stdout).toBe(await readFile(file, 'utf8'));
  await emulator.reset();
  const imported = await tell(emulator, 'import', file);
  expect([imported.stdout, imported.stderr]).toEqual([expect.stringContaining('imported  default'), '']);
  expect(await emails(emulator)).toEqual(['one@x.test']);

  const taken = await tell(emulator, 'seed', file);
  expect([taken.code, taken.stderr]).toEqual([1, expect.stringContaining('expected --replace')]);
  await make(emulator, 'two@x.test');
  await tell(emulator, 'seed', file, '--replace');
  expect(await emails(emulator)).toEqual(['one@x.test']);

  const child = spawn(process.execPath, [cliPath, 'import', '-', '--json', '--url', emulator.url]);
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.end(piped.stdout);
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(JSON.parse(said)).toMatchObject({ id: 'default', counts: { contacts: 1 }, skipped: [] });
}, 60_000);

it('names the file, the line and the field of a fault, and what is no file', async () => {
  const emulator = await useEmulator();
  const file = join(await useDirectory(), 'state.json');
  await make(emulator, 'one@x.test');
  await writeFile(file, (await emulator.export()).toString().replace('"active"', '"gone"'));
  const bad = await tell(emulator, 'import', file);
  expect([bad.code, bad.stdout]).toEqual([1, '']);
  expect(bad.stderr).toMatch(
    /^maildrone-emulator: \S+state\.json:\d+: contacts\[0\]\.status: Expected "active"/,
  );
  expect((await tell(emulator, 'import', `${file}.gone`)).code).toBe(2);
  expect((await tell(emulator, 'export', '-', '--json')).code).toBe(2);
  expect((await tell(emulator, 'export', join(file, 'inside'))).code).toBe(2);
  expect(await emails(emulator)).toEqual(['one@x.test']);
  const { url } = emulator;
  await emulator.stop();
  // Each waits a while for an emulator to come.
  const commands = [
    ['snapshot', 'list'],
    ['export', file],
    ['import', file],
  ];
  const ends = await Promise.all(commands.map((args) => runCli([...args, '--url', url])));
  expect(ends.map(({ code }) => code)).toEqual([3, 3, 3]);
}, 60_000);

it('sends and waits until every mail is handed over', async () => {
  const emulator = await useEmulator();
  const contacts = Array.from({ length: 200 }, (_, n) => ({ email: `r${n}@x.test` }));
  const campaign = {
    name: 'Spring',
    subject: 'Hi',
    from_email: 'a@x.test',
    recipients: { type: 'all' },
    content: { text: 'x' },
  };
  await emulator.seed({ fixture: { contacts, campaigns: [campaign] } });
  const [made] = (await callApi<Campaign[]>(emulator, '/campaigns')).data;
  const sent = await tell(emulator, 'send', made?.id ?? '', '--wait');
  expect([sent.stdout, sent.stderr]).toEqual(['sent  Spring  to 200\n', '']);
  expect(await emulator.events.list({ type: 'email.sent' })).toHaveLength(200);
}, 60_000);
