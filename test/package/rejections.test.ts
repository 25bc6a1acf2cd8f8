import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import * as esModule from '../../src/index.js';
import type { EmulatorOptions, StartErrorCode } from '../../src/index.js';
import { useDirectory } from '../support/process.js';

const commonJs = createRequire(import.meta.url)('../../dist/index.cjs') as typeof esModule;
const entries = [
  { entry: 'import', ...esModule },
  { entry: 'require', ...commonJs },
];

async function useTakenPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Options that an emulator does not start with, by what it rejects with. */
const wrong: Readonly<Record<StartErrorCode, () => Promise<EmulatorOptions[]>>> = {
  INVALID_SETTING: () =>
    Promise.resolve([{ port: -1 }, { host: 'foo.invalid' }, { fixture: ['nope'] }, { simulation: 'nope' }]),
  PORT_UNAVAILABLE: async () => [{ port: await useTakenPort() }, { smtpPort: await useTakenPort() }],
  async DATA_UNUSABLE() {
    const file = join(await useDirectory(), 'file');
    await writeFile(file, '');
    return [{ data: file }, { data: join(file, 'inside') }];
  },
  async FIXTURE_UNUSABLE() {
    const file = join(await useDirectory(), 'file.json');
    await writeFile(file, '{"contacts":[{}]}');
    return [{ fixture: [file] }];
  },
};

const rejected = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'resolved',
    (error: unknown) => error,
  );

it.each(
  entries.flatMap((entry) => Object.entries(wrong).map(([code, given]) => ({ ...entry, code, given }))),
)(
  'startEmulator by $entry rejects with the code $code',
  async ({ startEmulator, SettingsError, code, given }) => {
    for (const options of await given()) {
      const error = await rejected(startEmulator(options));
      expect(error).toMatchObject({
        code,
        message: expect.stringContaining(Object.keys(options)[0] ?? '') as string,
      });
      expect(error instanceof SettingsError).toBe(code === 'INVALID_SETTING');
    }
  },
);

it.each(entries)(
  'connect by $entry rejects with classes that the package has',
  async ({ connect, startEmulator, NoEmulatorError, EmulatorError }) => {
    for (const [url, workspace] of [['ftp://x'], ['http://127.0.0.1:9', 'a b']])
      expect(await rejected(connect(url ?? '', workspace))).toBeInstanceOf(TypeError);
    const emulator = await startEmulator({ uiAuth: 'user:secret' });
    onTestFinished(() => emulator.stop());
    expect(await rejected(connect(`${emulator.url}/elsewhere`))).toBeInstanceOf(TypeError);
    const refused = [
      [401, await rejected(connect(emulator.url))],
      [404, await rejected(connect(emulator.url.replace('//', '//user:secret@'), 'ws_00000000'))],
    ] as const;
    for (const [status, error] of refused) {
      expect(error).toBeInstanceOf(EmulatorError);
      expect(error).toMatchObject({ status });
    }
    const none = await rejected(connect('http://127.0.0.1:9'));
    expect(none).toBeInstanceOf(NoEmulatorError);
    expect(none).toMatchObject({ code: 'NO_EMULATOR', name: 'NoEmulatorError' });
  },
);
