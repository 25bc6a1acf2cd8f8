import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createEmulator } from '../../src/app/emulator.js';
import { resolveOptions } from '../../src/config/options.js';
import { Fixture } from '../../src/contract/fixture.js';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';

const total = async (emulator: EmulatorHandle) => (await callApi(emulator, '/contacts')).meta.total;

it('a signal while a data set loads ends the start between two slices, and the next start loads it whole', async () => {
  const data = await useDirectory();
  const fixture = [join(await useDirectory(), 'many.json')];
  await writeFile(fixture[0] ?? '', JSON.stringify({ generate: { contacts: 10_002 } }));
  const stopping = new AbortController();
  const logged: string[] = [];
  const starting = createEmulator({
    settings: resolveOptions({ data, fixture }),
    log: (_level, message) => {
      logged.push(message);
      if (message.endsWith('of 10002 contacts')) stopping.abort();
    },
    stopping: stopping.signal,
  });
  await expect(starting).rejects.toHaveProperty('name', 'AbortError');
  expect(logged.filter((message) => message.includes('contacts'))).toEqual(['2000 of 10002 contacts']);

  // It counts as empty, so that the data set is loaded.
  const whole = await startEmulator({ data, fixture: ['docs'] });
  expect(await total(whole)).toBe(await total(await useEmulator({ fixture: ['docs'] })));
  await whole.stop();
});

it('the same while an export is read', async () => {
  const source = await startEmulator();
  for (let n = 0; n < 20; n += 1)
    await callApi(source, '/contacts', {
      method: 'POST',
      body: { email: `n${n}@x.test`, custom_fields: { note: 'x'.repeat(50_000) } },
    });
  const file = join(await useDirectory(), 'state.json');
  await writeFile(file, await source.export());
  await source.stop();
  const data = await useDirectory();
  const stopping = new AbortController();
  const starting = createEmulator({
    settings: resolveOptions({ data, fixture: [file] }),
    log: () => undefined,
    stopping: stopping.signal,
  });
  // Once the data directory is open, and before the file is read.
  setTimeout(() => stopping.abort(), 1);
  await expect(starting).rejects.toHaveProperty('name', 'AbortError');
  const empty = await startEmulator({ data });
  expect(await total(empty)).toBe(0);
  await empty.stop();
});

/** An emulator in memory whose services are called without HTTP. */
async function useServices() {
  const emulator = await createEmulator({ settings: resolveOptions({}), log: () => undefined });
  onTestFinished(() => emulator.stop());
  const services = emulator.api.find('default');
  if (!services) throw new Error('no default workspace');
  return { emulator, services };
}

it('a data set that is stopped ends before its rows are made', async () => {
  const { services } = await useServices();
  const twice = Fixture.parse({ contacts: [{ email: 'a@x.test' }, { email: 'a@x.test' }] });
  await expect(services.fixtures.load(twice)).rejects.toHaveProperty('code', 'INVALID_REQUEST');
  const stopped = services.fixtures.load(twice, AbortSignal.abort());
  await expect(stopped).rejects.toHaveProperty('name', 'AbortError');
});

it('an import that is under way when the emulator stops ends at once, and its caller hears why', async () => {
  const { emulator, services } = await useServices();
  const stops: Promise<void>[] = [];
  async function* pieces() {
    yield Buffer.from('{"maildrone_export":1,"version":2,"contacts":[');
    stops.push(emulator.stop());
    await Promise.resolve();
    yield Buffer.from('no JSON');
  }
  await expect(services.importAll(pieces())).rejects.toMatchObject({
    code: 'NOT_READY',
    message: 'The emulator was stopped while this waited',
  });
  await Promise.all(stops);
});
