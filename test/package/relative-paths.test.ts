import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { resolveOptions } from '../../src/config/options.js';
import { rowOf, settingNames } from '../../src/config/settings.js';
import type { SettingName } from '../../src/config/settings.js';
import type { EmulatorOptions } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

/** Two folders, the first of which is that of this process until the test is over. */
async function useFolders(): Promise<{ one: string; other: string }> {
  const dir = await useDirectory();
  const [one, other] = [join(dir, 'one'), join(dir, 'other')];
  for (const folder of [one, other]) await mkdir(folder);
  const before = process.cwd();
  onTestFinished(() => process.chdir(before));
  process.chdir(one);
  return { one, other };
}

const support = join(import.meta.dirname, '..', 'support');

/** Options with relative paths, by what each is for. */
const given: Readonly<Partial<Record<SettingName, EmulatorOptions>>> = {
  data: { data: 'state' },
  fixture: { fixture: ['./set.json', 'docs'] },
  simulation: { simulation: 'profile.json' },
  smtpTlsCert: { smtpTlsCert: 'cert.pem', smtpTlsKey: 'key.pem' },
  smtpTlsKey: { smtpTlsCert: 'cert.pem', smtpTlsKey: 'key.pem' },
};

const takesPath = (name: SettingName): boolean => /\b(?:FILE|DIR)\b/.test(rowOf(name).placeholder ?? '');

it.each(settingNames.filter(takesPath))('%s means the folder of the moment it was given', async (name) => {
  const { one, other } = await useFolders();
  for (const file of ['cert.pem', 'key.pem']) await copyFile(join(support, 'tls', file), join(one, file));
  await writeFile(join(one, 'profile.json'), '{"name":"mine","shares":{}}');
  const options = given[name];
  if (!options) throw new Error(`${name} takes a path: give one here`);
  const settings = resolveOptions(options);
  process.chdir(other);
  const values: unknown[] = [settings[name]].flat();
  for (const value of values)
    if (typeof value === 'string' && value !== 'docs') expect(value.startsWith(`${one}/`)).toBe(true);
});

it.each([{ data: 'state' }, { memory: false }])(
  'keeps things where it began when the process goes elsewhere: %o',
  async (options: EmulatorOptions) => {
    const { one, other } = await useFolders();
    const emulator = await useEmulator(options);
    process.chdir(other);
    const body = { email: 'ada@example.com', send_welcome: true };
    expect((await callApi(emulator, '/contacts', { method: 'POST', body })).status).toBe(201);
    await emulator.settle();
    await emulator.snapshots.save('one');
    const [mail] = await emulator.inbox.list();
    expect((await emulator.inbox.raw(mail?.id ?? '')).length).toBeGreaterThan(0);
    await emulator.stop();
    expect(await readdir(other)).toEqual([]);
    process.chdir(one);
    const again = await useEmulator(options);
    expect([(await again.counts()).messages, (await again.snapshots.list()).length]).toEqual([1, 1]);
  },
);

it('reads a data set again from where it was when a reset asks for it', async () => {
  const { one, other } = await useFolders();
  await writeFile(join(one, 'set.json'), '{"contacts":[{"email":"one@example.com"}]}');
  await writeFile(join(other, 'set.json'), '{"contacts":[{"email":"other@example.com"}]}');
  const emulator = await useEmulator({ fixture: ['set.json'] });
  process.chdir(other);
  await emulator.reset({ to: 'fixtures' });
  const contacts = await callApi<{ email: string }[]>(emulator, '/contacts');
  expect(contacts.data.map(({ email }) => email)).toEqual(['one@example.com']);
});
