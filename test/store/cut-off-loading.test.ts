import { expect, it } from 'vitest';
import { callControl } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import type { RunningProcess } from '../support/emulator-process.js';
import { cliPath, run, useDirectory, useFile } from '../support/process.js';

/** Brings everything that a data set may bring; of the contacts there are enough that loading takes a while. */
const fixture = {
  generate: { contacts: 20_000 },
  campaigns: [
    {
      ...{ name: 'n', subject: 's', from_email: 'f@x.test', content: { text: 'x' } },
      ...{ recipients: { type: 'all' }, sent: { at: '-1d', recipients: 100 } },
    },
  ],
  webhooks: [{ url: 'http://127.0.0.1:9/brought' }],
  keys: [{ name: 'brought' }],
  simulation: { speed: 7 },
  clock: { at: '-30d', frozen: true },
};

const useFixtureFile = () => useFile('many.json', JSON.stringify(fixture));

/** What a data set changes of a workspace. The clock in days before now. */
async function stateOf(emulator: RunningProcess, id = 'default') {
  const of = async <T>(path: string) =>
    (await callControl<T>(emulator, path, { headers: { 'X-Emulator-Workspace': id } })).data;
  const { counts } = (await of<{ workspace: { counts: object } }>('/info')).workspace;
  const { now, frozen } = await of<{ now: string; frozen: boolean }>('/clock');
  const { speed } = await of<{ speed: number }>('/simulation');
  return {
    ...{ counts, frozen, speed, days: Math.round((Date.now() - Date.parse(now)) / 86_400_000) },
    webhooks: (await of<{ url: string }[]>('/webhooks')).map(({ url }) => url),
    keys: (await of<{ name: string }[]>('/keys')).map(({ name }) => name),
  };
}

/** Resolves when a part of the contacts is there. */
async function aPartIsLoaded(emulator: RunningProcess) {
  const isPart = ({ msg }: { msg: string }) => msg === '4000 of 20000 contacts';
  while (!emulator.log.some(isPart)) await new Promise<void>((resolve) => setTimeout(resolve, 1));
}

/** Starts a process and kills it when a part of the contacts is there. */
async function killAtPart(args: string[]) {
  const { child, finished } = run(process.execPath, [
    cliPath,
    '--log',
    'json',
    '--port',
    '0',
    '--smtp-port',
    '0',
    ...args,
  ]);
  child.stderr?.on('data', (chunk: Buffer) => {
    if (chunk.toString().includes('4000 of 20000 contacts')) child.kill('SIGKILL');
  });
  expect((await finished).code).toBeNull();
}

const cutOff = 'the loading of a data set was cut off: the workspace is empty again';

it('a kill while the data sets of the settings are loaded: the next start loads them whole, as if nothing had been', async () => {
  const file = await useFixtureFile();
  const whole = await startProcess(['--memory', '--fixture', file]);
  const data = await useDirectory();
  const args = ['--data', data, '--fixture', file];
  await killAtPart(args);
  const next = await startProcess(args);
  expect(next.log.map(({ msg }) => msg)).toContain(cutOff);
  expect(await stateOf(next)).toEqual(await stateOf(whole));
});

it('the same in a reset to the data sets of the settings', async () => {
  const data = await useDirectory();
  const args = ['--data', data, '--fixture', await useFixtureFile()];
  const first = await startProcess(args);
  first.log.length = 0;
  callControl(first, '/reset', { method: 'POST', body: { to: 'fixtures', all: true } }).catch(
    () => undefined,
  );
  await aPartIsLoaded(first);
  await first.kill();
  const next = await startProcess(args);
  expect(next.log.map(({ msg }) => msg)).toContain(cutOff);
  expect((await stateOf(next)).counts).toMatchObject({ contacts: 20_000, campaigns: 1 });
});

it('a workspace into which a call loads a data set is as it was before, after a kill and where it is faulty', async () => {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  await first.webhooks.add({ url: 'http://127.0.0.1:9/own' });
  await first.clock.freeze();
  const before = await stateOf(first);
  const load = (body: object) => callControl(first, '/fixtures', { method: 'POST', body });

  const faulty = { ...fixture.campaigns[0], subject: '{{#if' };
  const refused = await load({ fixture: { ...fixture, campaigns: [faulty] } });
  expect(refused.error.details.field).toBe('fixture.campaigns.0.subject');
  expect(await stateOf(first)).toEqual(before);

  first.log.length = 0;
  load({ fixture }).catch(() => undefined);
  await aPartIsLoaded(first);
  await first.kill();
  const next = await startProcess(['--data', data]);
  expect(next.log.map(({ msg }) => msg)).toContain(cutOff);
  expect(await stateOf(next)).toEqual(before);
});

it('a kill between an export and the data set that follows leaves nothing of the export', async () => {
  const source = await startProcess(['--memory']);
  const { generate: _generate, ...brought } = fixture;
  await callControl(source, '/fixtures', { method: 'POST', body: { fixture: brought } });
  await source.limits.set({ mode: 'off' });
  await source.faults.add({ match: { method: 'GET', path: '/v2/contacts' }, delay: 2 });
  const exported = await useFile('export.json', (await source.export()).toString('utf8'));

  const data = await useDirectory();
  const rest = async (emulator: RunningProcess) => {
    const { mode, write } = await emulator.limits.get();
    return { mode, write, faults: await emulator.faults.list(), state: await stateOf(emulator) };
  };
  const first = await startProcess(['--data', data]);
  await first.limits.set({ write: 77 });
  const before = await rest(first);
  expect(await first.stop()).toBe(0);
  await killAtPart(['--data', data, '--fixture', exported, '--fixture', await useFixtureFile()]);
  const next = await startProcess(['--data', data]);
  expect(next.log.map(({ msg }) => msg)).toContain(cutOff);
  expect(await rest(next)).toEqual(before);
});
