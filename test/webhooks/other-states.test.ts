import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { Connection, EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { startProcess } from '../support/emulator-process.js';
import { useEmulator } from '../support/emulator.js';
import { cliPath, run, useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';
import { address, status } from '../support/webhooks.js';

const failure = async (emulator: Connection): Promise<void> => {
  await emulator.trigger('email.opened', { to: address('jane') });
  await emulator.settle();
};

/** The endpoints as a table: who made it, whether it is enabled, and since when it fails. */
const health = async ({ webhooks }: Connection) =>
  (await webhooks.list()).map(({ origin, enabled, failing_since }) => [origin, enabled, failing_since]);

async function exportOfAnother(): Promise<Uint8Array> {
  const another = await startEmulator();
  const bytes = await another.export();
  await another.stop();
  return bytes;
}

/** Ways in which the state goes while endpoints stay, with who made those. */
const ways: Readonly<Record<string, { origins: string[]; put(emulator: EmulatorHandle): Promise<unknown> }>> =
  {
    reset: { origins: ['call', 'settings'], put: ({ reset }) => reset() },
    'reset of all': { origins: ['settings'], put: ({ reset }) => reset({ all: true }) },
    'reset to fixtures': { origins: ['call', 'settings'], put: ({ reset }) => reset({ to: 'fixtures' }) },
    'import of another state': {
      origins: ['settings'],
      put: async (emulator) => emulator.import(await exportOfAnother()),
    },
  };

it.each(Object.entries(ways))(
  'an endpoint that stays over a %s fails for no longer than since then',
  async (_name, { put, origins }) => {
    const receiver = await useReceiver((_hook, response) => status(503)(response));
    const file = join(await useDirectory(), 'set.json');
    await writeFile(file, '{"contacts":[{"email":"ada@example.com"}]}');
    const emulator = await useEmulator({ webhookUrl: [receiver.url], fixture: [file] });
    await emulator.webhooks.add({ url: receiver.url });
    await emulator.clock.freeze('2024-03-25T10:00:00Z');
    await failure(emulator);
    expect((await health(emulator)).map(([, , since]) => since)).toEqual([
      '2024-03-25T10:00:00Z',
      '2024-03-25T10:00:00Z',
    ]);
    await put(emulator);
    await emulator.clock.freeze('2024-04-25T10:00:00Z');
    await failure(emulator);
    expect(await health(emulator)).toEqual(origins.map((origin) => [origin, true, '2024-04-25T10:00:00Z']));
  },
);

it('a reset of all enables the endpoints of the settings, as the start makes them; another leaves them disabled', async () => {
  const receiver = await useReceiver((_hook, response) => status(410)(response));
  const emulator = await useEmulator({ webhookUrl: [receiver.url] });
  const [made] = await emulator.webhooks.list();
  const { id = '' } = made ?? {};
  await emulator.webhooks.update(id, {
    events: ['email.opened'],
    retries: 'none',
    faults: { duplicate: 1 },
  });
  await failure(emulator);
  const disabled = { enabled: false, disabled_reason: 'The endpoint answered 410 Gone' };
  expect(await emulator.webhooks.get(id)).toMatchObject(disabled);
  await emulator.reset();
  expect(await emulator.webhooks.get(id)).toMatchObject({ ...disabled, retries: 'none' });
  await emulator.reset({ all: true });
  expect(await emulator.webhooks.list()).toEqual([made]);
});

it('a start says which endpoints of its settings are disabled, why, and what enables them', async () => {
  const data = await useDirectory();
  const receiver = await useReceiver((_hook, response) => status(410)(response));
  const quiet = 'http://127.0.0.1:9/quiet';
  const options: EmulatorOptions = { data, webhookUrl: [receiver.url, quiet] };
  const first = await startEmulator(options);
  const idOf = async (url: string) => (await first.webhooks.list()).find((each) => each.url === url)?.id;
  const [gone = '', off = ''] = [await idOf(receiver.url), await idOf(quiet)];
  await first.webhooks.update(off, { enabled: false });
  await first.clock.freeze('2024-03-25T10:00:00Z');
  await failure(first);
  await first.stop();
  const flags = ['--data', data, '--webhook-url', receiver.url, '--webhook-url', quiet];
  const second = await startProcess(flags);
  const remedy = (id: string) =>
    `PATCH /_emulator/webhooks/${id} {"enabled": true}, or a reset of all, enables it`;
  const warnings = second.log.filter(({ level }) => level === 'warn').map(({ msg }) => msg);
  expect(warnings.sort()).toEqual(
    [
      `the endpoint ${receiver.url} is disabled: The endpoint answered 410 Gone, failing since 2024-03-25T10:00:00Z; ${remedy(gone)}`,
      `the endpoint ${quiet} is disabled by a call; ${remedy(off)}`,
    ].sort(),
  );
  await second.stop();
  const words = ['--port', '0', '--smtp-port', '0', ...flags, '--log', 'pretty'];
  const third = run(process.execPath, [cliPath, ...words]);
  onTestFinished(() => void third.child.kill('SIGKILL'));
  await expect.poll(third.stdout).toContain('Ready.');
  expect(third.stdout()).toContain(
    `Webhook  ${receiver.url}   is disabled\n  Webhook  ${quiet}   is disabled\n`,
  );
});
