import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

type Rows = Record<string, unknown>;
type Path = (string | number)[];

const mail = { from_email: 'a@x.test', to: 'b@x.test', subject: 'Hi', content: { text: 'Hi' } };
const send = (emulator: EmulatorHandle) => callApi(emulator, '/emails', { method: 'POST', body: mail });

/** A workspace with rows of all that counts: calls, mail, events, deliveries, faults, a quota. */
async function useCounting(): Promise<EmulatorHandle> {
  const { url } = await useReceiver();
  const emulator = await useEmulator();
  await callControl(emulator, '/limits', { method: 'PUT', body: { monthly_quota: 1000 } });
  await emulator.webhooks.add({ url, faults: { duplicate: 0.5 } });
  await emulator.faults.add({ match: { path: '/v2/campaigns' }, respond: { status: 500 }, probability: 0.5 });
  await send(emulator);
  await callApi(emulator, '/campaigns');
  await emulator.settle();
  return emulator;
}

/** Where numbers stand in the first record of each form. */
function* numbersIn(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value === 'number') yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value))
    yield* numbersIn(part, [...path, Array.isArray(value) ? Number(key) : key]);
}

const formOf = (path: Path): string => path.map((part) => (typeof part === 'number' ? '#' : part)).join('.');

function withNumber(rows: Rows, path: Path, number: number): string {
  const changed = structuredClone(rows);
  let at: Record<string | number, unknown> = changed;
  for (const part of path.slice(0, -1)) at = at[part] as typeof at;
  at[path.at(-1) ?? ''] = number;
  return JSON.stringify(changed);
}

it('no number of an import leads to a state that cannot be read again', async () => {
  const emulator = await useCounting();
  const rows = JSON.parse((await emulator.export()).toString()) as Rows;
  const forms = new Map<string, Path>();
  for (const path of numbersIn(rows))
    // By the shape of the row as well: rows of `meta` differ.
    forms.set(path[0] === 'meta' ? path.join('.') : formOf(path), path);
  expect(forms.size).toBeGreaterThan(30);
  for (const [form, path] of forms) {
    for (const number of [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 2]) {
      const taken = await emulator.import(withNumber(rows, path, number)).then(
        () => true,
        (error: Error) => {
          expect([form, error.message]).toEqual([form, expect.stringContaining('xpected')]);
          return false;
        },
      );
      if (!taken) continue;
      await send(emulator);
      await expect(emulator.import(await emulator.export()), form).resolves.toBeDefined();
    }
  }
}, 60_000);

it.each([1.5, -1, 1e308, Number.MAX_SAFE_INTEGER, 2 ** 53])(
  'a checkpoint and a journal whose number is %d stop the start, and stay',
  async (seq) => {
    const data = await useDirectory();
    await (await startEmulator({ data })).stop();
    const dir = join(data, 'workspaces', 'default');
    const checkpoint = join(dir, 'db.json');
    const text = await readFile(checkpoint, 'utf8');
    const bad = text.replace(/"seq": \d+/, `"seq": ${seq}`);
    expect(bad).not.toBe(text);
    await writeFile(checkpoint, bad);
    await expect(startEmulator({ data })).rejects.toThrow(
      'db.json: has a bad "seq": expected a whole number',
    );
    expect(await readFile(checkpoint, 'utf8')).toBe(bad);
    await writeFile(checkpoint, text);
    const journal = join(dir, 'journal.jsonl');
    const line = `{"version":4,"seq":${seq},"ops":[]}\n`;
    await writeFile(journal, line);
    await expect(startEmulator({ data })).rejects.toThrow(/journal\.jsonl \(line 1\):? has a bad "seq"/);
    expect(await readFile(journal, 'utf8')).toBe(line);
  },
);
