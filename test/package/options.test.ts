import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { findFreePort } from '../../src/app/listen.js';
import { resolveOptions } from '../../src/config/options.js';
import { rowOf, settingNames } from '../../src/config/settings.js';
import type { SettingName } from '../../src/config/settings.js';
import { connect, SettingsError, startEmulator } from '../../src/index.js';
import type { EmulatorOptions } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

type Taken = 'boolean' | 'list' | 'number' | 'numberOrSwitch' | 'profile' | 'string';

/** What the option of a row takes, seen from its default and its placeholder. */
function takenBy(name: SettingName): { type: Taken; nullable: boolean } {
  const { default: value, placeholder } = rowOf(name);
  if (Array.isArray(value)) return { type: 'list', nullable: false };
  if (placeholder?.startsWith('[')) return { type: 'numberOrSwitch', nullable: true };
  if (value === null) return { type: placeholder === 'N' ? 'number' : 'string', nullable: true };
  return { type: name === 'simulation' ? 'profile' : (typeof value as Taken), nullable: false };
}

/** Values that are of no use to any setting, and those of the right type that are out of range. */
const file = new URL('file:///tmp/x');
const wrongForAll: unknown[] = [
  file,
  new Error('of two\nlines'),
  {},
  { shares: 1 },
  1n,
  Symbol('x'),
  () => 1,
  new Date(0),
  [1],
  [''],
  [[]],
];
const wrongFor: Record<Taken, unknown[]> = {
  boolean: ['true', 1, 0, []],
  list: ['http://127.0.0.1:1/', 1, true, ['a', undefined]],
  number: [NaN, Infinity, -Infinity, -1, 2 ** 60, '1', '', true, []],
  numberOrSwitch: [NaN, Infinity, -1, 0, 2 ** 60, '1', 'true', '', []],
  profile: ['', 'nope', 7, true, [], { name: 'x', shares: { opened: 2 } }],
  string: ['', 1, true, []],
};
const wrongForRow: Partial<Record<SettingName, unknown[]>> = {
  port: [65_536, 0.5],
  smtpPort: [65_536, 0.5],
  host: ['http://127.0.0.1', 'a b', '::1%eth0'],
  webhookUrl: [['example.com'], ['ftp://example.com']],
  signatureHeader: ['X Y', 'X:'],
  simulationSpeed: [0, 1e-300, 1e10],
  seed: [0.5],
  rateLimits: ['on'],
  monthlyQuota: [0.5],
  tagMatch: ['some'],
  maxMessages: [0],
  maxMessageSize: [0],
  smtpAuth: ['maybe'],
  smtpTlsCert: ['no-such-file.pem'],
  allowedHost: [['http://mail.test'], ['mail.test/x'], ['a b']],
  allowedOrigin: [
    ['null'],
    ['*'],
    ['app.test'],
    ['https://app.test/x'],
    ['https://a@app.test'],
    ['ftp://app.test'],
  ],
  publicUrl: ['example.com', 'http://x.test/?q=1', 'http://x.test/#f', 'http://x.test/?'],
  apiKey: [['a b'], [' x'], ['x '], ['ü'], ['a\nb']],
  uiAuth: ['admin'],
  log: ['loud'],
};

const cases = settingNames.flatMap((name) => {
  const { type, nullable } = takenBy(name);
  const wrong = [
    ...wrongForAll,
    ...wrongFor[type],
    ...(wrongForRow[name] ?? []),
    ...(nullable ? [] : [null]),
  ];
  return wrong.map((value) => ({ name, value }));
});

it.each(cases)('refuses $name: $value by name, before anything is opened', async ({ name, value }) => {
  const dir = join(await useDirectory(), 'data');
  const started = startEmulator({ data: dir, [name]: value });
  await expect(started).rejects.toThrow(SettingsError);
  await expect(started).rejects.toThrow(new RegExp(`^${name}\\b.*: expected [^\\n]*$`));
  await expect(readdir(dir)).rejects.toThrow('ENOENT');
});

const pem = (name: string): string => join(import.meta.dirname, '..', 'support', 'tls', `${name}.pem`);

it.each([
  ['smtpTlsCert: expected a certificate in PEM', 'package.json', 'package.json'],
  ['smtpTlsCert: expected a certificate in PEM', pem('key'), pem('key')],
  ['smtpTlsKey: expected a private key in PEM', pem('cert'), 'package.json'],
  ['smtpTlsKey: expected a readable file', pem('cert'), 'no-such-file.pem'],
])('says %s, before anything is opened', async (fault, smtpTlsCert, smtpTlsKey) => {
  const started = startEmulator({ smtpTlsCert, smtpTlsKey });
  await expect(started).rejects.toThrow(SettingsError);
  await expect(started).rejects.toThrow(fault);
});

it('says that a key is not that of the certificate', async () => {
  const smtpTlsKey = join(await useDirectory(), 'other.pem');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(smtpTlsKey, privateKey.export({ format: 'pem', type: 'pkcs8' }));
  const started = startEmulator({ smtpTlsCert: pem('cert'), smtpTlsKey });
  await expect(started).rejects.toThrow('smtpTlsKey: expected the key of');
});

it.each<[string, EmulatorOptions]>([
  ['host', { host: 'foo.invalid' }],
  ['data', { data: join(import.meta.dirname, 'options.test.ts') }],
  ['data', { data: '/' }],
  ['data', { data: '/proc/none/of/it' }],
  ['fixture', { fixture: ['nope'] }],
  ['webhookUrl', { webhookUrl: ['http://169.254.169.254/'] }],
  ['smtpPort', { port: 8025, smtpPort: 8025 }],
  ['smtpTlsCert', { smtpTlsCert: 'cert.pem' }],
])('names the option %s where its value turns out wrong later', async (name, options) => {
  const fault = await startEmulator(options).then(
    () => 'none',
    (error: Error) => error.message,
  );
  expect(fault).toMatch(new RegExp(`^${name}\\b.*: `));
  expect(fault).not.toContain('--');
});

it.each(settingNames)('takes an undefined %s for its default, and null where it may be absent', (name) => {
  expect(resolveOptions({ [name]: undefined })).toEqual(resolveOptions({}));
  if (takenBy(name).nullable) expect(resolveOptions({ [name]: null })[name]).toBeNull();
});

const misspelt = settingNames.flatMap((name) => {
  const flag = rowOf(name).flag;
  const wrong = [`${name}s`, name.toUpperCase(), flag, name.slice(1), `${name.slice(0, 2)}${name.slice(3)}`];
  return [...new Set(wrong)]
    .filter((each) => !settingNames.includes(each as SettingName))
    .map((each) => ({ each, name }));
});

it.each(misspelt)('refuses the misspelt option $each and names $name', ({ each, name }) => {
  expect(() => resolveOptions({ [each]: 1 })).toThrow(
    new SettingsError(`${each}: there is no such option; expected ${name}`),
  );
});

it('lists all options where a name is like none of them', () => {
  expect(() => resolveOptions({ somethingElse: 1 })).toThrow(
    /^somethingElse: .* expected one of port, smtpPort, /,
  );
  for (const options of ['x', null, 7, ['port']])
    expect(() => resolveOptions(options)).toThrow(/^options: expected an object of settings, got /);
});

it('listens on 127.0.0.1 alone where the host is undefined, and closes', async () => {
  const emulator = await startEmulator({ host: undefined, port: undefined, smtpPort: undefined });
  expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(emulator.smtp.host).toBe('127.0.0.1');
  await emulator.stop();
  await expect(fetch(emulator.url)).rejects.toThrow();
});

it('closes what was opened where the start fails later', async () => {
  const taken = createServer();
  await once(taken.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void taken.close());
  const smtpPort = (taken.address() as AddressInfo).port;
  const data = await useDirectory();
  const port = await findFreePort('127.0.0.1');
  await expect(startEmulator({ data, port, smtpPort })).rejects.toThrow(`Port ${smtpPort} is taken`);
  const emulator = await useEmulator({ data, port });
  expect(emulator.url).toBe(`http://127.0.0.1:${port}`);
});

it('names a host that this machine does not have', async () => {
  await expect(startEmulator({ host: '192.0.2.1' })).rejects.toThrow(/host: expected .* got "192\.0\.2\.1"/);
});

it('works with uiAuth through the handle and through connect', async () => {
  const uiAuth = 'admin:p@ss:w%rd/é';
  const emulator = await useEmulator({ uiAuth });
  expect(await emulator.inbox.list()).toEqual([]);
  const fresh = await emulator.workspace();
  expect(await fresh.inbox.list()).toEqual([]);
  const { host } = new URL(emulator.url);
  const login = `admin:${encodeURIComponent('p@ss:w%rd/é')}`;
  const same = await connect(`http://${login}@${host}`);
  expect(await same.inbox.list()).toEqual([]);
  expect([same.url, same.apiUrl]).toEqual([emulator.url, emulator.apiUrl]);
  const headers = { Authorization: `Bearer ${same.apiKey}` };
  expect((await fetch(`${same.apiUrl}/contacts`, { headers })).status).toBe(200);
  await expect(connect(emulator.url)).rejects.toThrow('user and password');
});
