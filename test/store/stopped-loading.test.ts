import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createEmulator } from '../../src/app/emulator.js';
import { resolveOptions } from '../../src/config/options.js';
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
