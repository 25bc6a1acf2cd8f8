import { writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { startEmulator } from '../../src/index.js';
import type { EmulatorHandle, EmulatorOptions } from '../../src/index.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';
import { useDirectory, useFile } from '../support/process.js';

/** Gives a workspace something of everything that a reset, a data set or an export takes away or changes. */
async function furnish(emulator: EmulatorHandle) {
  await callApi(emulator, '/contacts', { method: 'POST', body: { email: 'own@example.com' } });
  const mail = {
    to: 'own@example.com',
    from_email: 'a@x.test',
    subject: 'Own',
    content: { text: 'precious' },
  };
  expect((await callApi(emulator, '/emails', { method: 'POST', body: mail })).status).toBe(201);
  await emulator.webhooks.add({ url: 'http://127.0.0.1:9/own', retries: 'none' });
  await emulator.keys.create({ name: 'own' });
  await emulator.limits.set({ write: 77 });
  await emulator.faults.add({ match: { method: 'GET', path: '/v2/campaigns' }, delay: 1 });
  await emulator.clock.freeze();
  await emulator.settle();
}

/** The whole state as an export has it, but for the hour, and the calls that a restart forgets. */
const stateOf = async (emulator: EmulatorHandle): Promise<string[]> =>
  (await emulator.export())
    .toString('utf8')
    .replace(/"(real|virtual|exported_at|last_used_at|seq)": ?("[^"]*"|\d+)/g, '"$1": 0')
    .replace(/,?\n\{"id":"calls".*/, '')
    .split('\n');

const brought = {
  contacts: [{ id: 'contact_aaaaaaaa', email: 'a@example.com' }],
  webhooks: [{ url: 'http://127.0.0.1:9/brought' }],
  keys: [{ name: 'brought' }],
  simulation: { speed: 7 },
  clock: { at: '-30d', rate: 2 },
};

/** An export with contacts, a key, an endpoint, limits, faults and a clock of its own. */
async function exportText(): Promise<string> {
  const emulator = await useEmulator();
  await emulator.seed({ fixture: brought });
  await emulator.limits.set({ mode: 'off' });
  await emulator.faults.add({ match: { method: 'GET', path: '/v2/contacts' }, delay: 2 });
  return (await emulator.export()).toString('utf8');
}

const json = (value: object) => JSON.stringify(value);
const contact = (row: object) => json({ contacts: [row] });
const unsendable = {
  ...{ name: 'x', subject: '{{#if', from_email: 'a@b.test', content: { text: 'x' } },
  recipients: { type: 'all' },
};

const faulty: [name: string, files: (exported: string) => string[]][] = [
  ['an export that is cut off', (text) => [text.slice(0, text.length / 2)]],
  ['an export with a faulty row', (text) => [text.replace('"a@example.com"', '"nope"')]],
  ['an address in two data sets', () => [json(brought), contact({ email: 'A@example.com' })]],
  ['an id in two', () => [json(brought), contact({ id: 'contact_aaaaaaaa', email: 'b@example.com' })]],
  ['an address of an export', (text) => [text, contact({ email: 'A@example.com' })]],
  ['an export and a faulty data set', (text) => [text, json({ campaigns: [unsendable] })]],
];

it.each(faulty)('%s: a reset to it leaves the workspace as it was', async (_name, files) => {
  const contents = files(await exportText());
  const fixture = await Promise.all(
    contents.map((_, index) => useFile(`${index}.json`, contact({ email: `${index}@example.com` }))),
  );
  const emulator = await useEmulator({ fixture });
  await furnish(emulator);
  const before = await stateOf(emulator);
  await Promise.all(fixture.map((file, index) => writeFile(file, contents[index] ?? '')));
  const reset = { method: 'POST', body: { to: 'fixtures', all: true } };
  const { status, error } = await callControl(emulator, '/reset', reset);
  expect([status, error.details.field]).toEqual([400, 'to']);
  expect(error.details.issue).toContain(fixture.at(-1));
  expect(await stateOf(emulator)).toEqual(before);
  expect(await emulator.inbox.list({ q: 'precious' })).toHaveLength(1);
});

it.each(faulty.flatMap(([name, files]) => [true, false].map((force) => ({ name, files, force }))))(
  '$name: a start that loads it (by force: $force) leaves the data directory as it was',
  async ({ files, force }) => {
    const contents = files(await exportText());
    const fixture = await Promise.all(contents.map((text, index) => useFile(`${index}.json`, text)));
    const data = await useDirectory();
    const start = (more: EmulatorOptions = {}) => startEmulator({ data, simulation: 'manual', ...more });
    const first = await start();
    if (force) await furnish(first);
    else await first.keys.create({ name: 'own' });
    const before = await stateOf(first);
    await first.stop();
    await expect(start({ fixture, fixtureForce: force })).rejects.toThrow(fixture.at(-1));
    const next = await start();
    try {
      expect(await stateOf(next)).toEqual(before);
      expect(await next.inbox.list({ q: 'precious' })).toHaveLength(force ? 1 : 0);
    } finally {
      await next.stop();
    }
  },
);
