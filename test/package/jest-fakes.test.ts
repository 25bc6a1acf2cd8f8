import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { lendPackages, lentEnvironment, usePacked } from '../support/packed.js';
import { run } from '../support/process.js';

/** As jsdom has it: an environment without what a browser-like sandbox lacks. */
const environment = `
const { TestEnvironment } = require('jest-environment-node');
module.exports = class extends TestEnvironment {
  async setup() {
    await super.setup();
    const lacks = ['fetch', 'Request', 'Response', 'Headers', 'ReadableStream', 'TextDecoder', 'structuredClone', 'setImmediate', 'clearImmediate'];
    for (const name of lacks) delete this.global[name];
  }
};
`;

const test = `
BEFORE
const { connect, startEmulator } = require('maildrone-emulator');
AFTER
test('the emulator goes on', async () => {
  expect(new Date().getUTCFullYear()).toBe(1999);
  expect(typeof fetch).toBe('undefined');
  const emulator = await startEmulator();
  await emulator.trigger('email.opened', { to: 'ann@example.com' });
  const mail = await emulator.inbox.waitFor({ to: /^ann@/ });
  const same = await connect(emulator.url);
  expect((await same.inbox.list()).map(({ id }) => id)).toEqual([mail.id]);
  expect(Number((await same.clock.advance('2h')).now.slice(0, 4))).toBeGreaterThan(2000);
  await expect(same.inbox.waitFor({ subject: /never/ }, { timeout: 40 })).rejects.toThrow('ann@example.com');
  await emulator.stop();
});
`;
const fake = "jest.useFakeTimers({ now: new Date('1999-12-31T23:59:59Z') });";

/** Jest runs ES modules in a sandbox too, which has values of its own realm. */
const esm = `
import { startEmulator } from 'maildrone-emulator';
test('an ES module takes and gives bytes', async () => {
  expect(typeof TextDecoder).toBe('undefined');
  const emulator = await startEmulator();
  await emulator.trigger('email.opened', { to: 'ann@example.com' });
  await emulator.import(new Uint8Array(await emulator.export()));
  expect((await emulator.inbox.waitFor({ to: /^ann@/ })).status).toBe('delivered');
  await emulator.stop();
});
`;

const errors = `
const { startEmulator } = require('maildrone-emulator');
test.each([
  [{ host: 'foo.invalid' }, /^SettingsError: host: expected/],
  [{ data: __filename }, /^StoreFileError: data: /],
  [{ fixture: ['nope'] }, /^SettingsError: fixture: .*nope: there is no such file/],
])('an error keeps its name: %j', async (options, fault) => {
  expect(String(await startEmulator(options).catch((error) => error))).toMatch(fault);
});
`;

let folder = '';
beforeAll(async () => {
  folder = join((await usePacked()).folder, 'jest-fakes');
  await mkdir(folder, { recursive: true });
  await lendPackages(folder, ['jest', 'jest-environment-node']);
  await writeFile(
    join(folder, 'package.json'),
    '{ "private": true, "jest": { "testEnvironment": "./bare.cjs", "testMatch": ["**/*.test.*js"] } }',
  );
  await writeFile(join(folder, 'bare.cjs'), environment);
  await writeFile(join(folder, 'esm.test.mjs'), esm);
  await writeFile(join(folder, 'errors.test.js'), errors);
  await writeFile(join(folder, 'before.test.js'), test.replace('BEFORE', fake).replace('AFTER', ''));
  await writeFile(join(folder, 'after.test.js'), test.replace('BEFORE', '').replace('AFTER', fake));
}, 180_000);

it("jest's fake timers, before and after it is required, and an environment without fetch do not reach inside; errors keep their names", async () => {
  const env = lentEnvironment({ NODE_OPTIONS: '--experimental-vm-modules' });
  const jest = join(folder, 'node_modules', 'jest', 'bin', 'jest.js');
  const { stdout, stderr } = await run(process.execPath, [jest, '--runInBand', '--testTimeout=60000'], {
    cwd: folder,
    env,
  }).finished;
  expect(stdout + stderr).toMatch(/Tests: +6 passed, 6 total/);
  expect(stdout + stderr).not.toContain('✗');
}, 150_000);
