import { expect, it } from 'vitest';
import type { Connection, EmulatorHandle } from '../../src/index.js';
import { callControl, useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';

/** All that a play changes for as long as it goes on. */
async function wayOf(target: Connection) {
  const { frozen, rate } = await target.clock.get();
  const { data: simulation } = await callControl(target, '/simulation');
  const { playing } = await target.play.get();
  const names = (await target.keys.list()).map(({ name, revoked_at }) => [name, revoked_at]);
  const endpoints = (await target.webhooks.list()).map(({ url }) => url);
  return { playing, frozen, rate, simulation, names, endpoints };
}

/** One whose clock and people have a speed of their own. */
async function useOwnWay(): Promise<EmulatorHandle> {
  const emulator = await useEmulator({ seed: 3, simulationSpeed: 60 });
  await emulator.clock.rate(2);
  return emulator;
}

const exportOf = async ({ url }: EmulatorHandle) => (await fetch(`${url}/_emulator/export`)).text();
const importInto = async ({ url }: EmulatorHandle, body: string) => {
  const response = await fetch(`${url}/_emulator/import?replace=true`, { method: 'POST', body });
  expect(response.status).toBe(200);
};

it('A play that is stopped leaves nothing of it: no key, no endpoint, no speed', async () => {
  const emulator = await useOwnWay();
  const before = await wayOf(emulator);
  for (const speed of [600, 60, 600]) {
    await emulator.play.start({ speed });
    await emulator.play.start({ speed: speed * 2 });
    expect(await wayOf(emulator)).toMatchObject({ playing: true, rate: speed * 2 });
    await emulator.play.stop();
    expect(await wayOf(emulator)).toEqual(before);
  }
});

it('In a snapshot that is taken in the midst of a play nobody plays', async () => {
  const emulator = await useOwnWay();
  const before = await wayOf(emulator);
  await emulator.play.start();
  await emulator.snapshots.save('midst');
  await emulator.play.stop();
  await emulator.snapshots.restore('midst');
  expect(await wayOf(emulator)).toEqual(before);
  await emulator.play.start();
  await emulator.play.stop();
  expect(await wayOf(emulator)).toEqual(before);
});

it('In an export that is taken in the midst of a play nobody plays, and its clock stands where it was', async () => {
  const emulator = await useOwnWay();
  await callControl(emulator, '/simulation', { method: 'PUT', body: { speed: 60 } });
  const before = await wayOf(emulator);
  await emulator.play.start({ speed: 10_000 });
  const file = await exportOf(emulator);
  expect(file).not.toContain('"origin":"play"');
  const { now } = await emulator.clock.get();
  const other = await useEmulator();
  await importInto(other, file);
  expect(await wayOf(other)).toMatchObject({ playing: false, rate: 2, simulation: before.simulation });
  const [since, then] = [Date.parse(now), Date.parse((await other.clock.get()).now)];
  expect(then).toBeLessThan(since + 60_000);
});

it('A state that comes in the midst of a play is as it was once the play ends', async () => {
  const emulator = await useOwnWay();
  await emulator.clock.rate(5);
  await callControl(emulator, '/simulation', { method: 'PUT', body: { speed: 7 } });
  const kept = await wayOf(emulator);
  await emulator.snapshots.save('other');
  await emulator.clock.rate(2);
  await callControl(emulator, '/simulation', { method: 'PUT', body: { speed: 60 } });
  await emulator.play.start();
  await emulator.snapshots.restore('other');
  await expect.poll(() => emulator.clock.get()).toMatchObject({ rate: 600 });
  await emulator.play.stop();
  expect(await wayOf(emulator)).toEqual(kept);
});

it('What is set while a play goes on stays, but for both speeds', async () => {
  const emulator = await useOwnWay();
  await emulator.play.start();
  await callControl(emulator, '/simulation', { method: 'PUT', body: { seed: 12, speed: 3 } });
  await emulator.clock.rate(30);
  await emulator.play.stop();
  expect(await wayOf(emulator)).toMatchObject({ rate: 2, simulation: { seed: 12, speed: 60 } });
});

it('The settings of a later start hold also after a play', async () => {
  const data = await useDirectory();
  const first = await useEmulator({ data, simulation: 'reference', seed: 3 });
  await first.play.start();
  await first.stop();
  const second = await useEmulator({ data, simulation: 'manual', seed: 4 });
  expect((await callControl(second, '/simulation')).data).toMatchObject({
    profile: { name: 'manual' },
    seed: 4,
  });
});

it('After a kill nobody plays, and the clock goes on from what happened last', async () => {
  const data = await useDirectory();
  const words = ['--data', data, '--simulation-speed', '60'];
  const first = await startProcess(words);
  await first.clock.rate(2);
  const before = await wayOf(first);
  await first.play.start({ speed: 10_000 });
  await expect.poll(async () => (await first.events.list()).length, { timeout: 20_000 }).toBeGreaterThan(3);
  await first.kill();
  const second = await startProcess(words);
  expect(await wayOf(second)).toEqual(before);
  const last = Math.max(...(await second.events.list()).map(({ created_at }) => Date.parse(created_at)));
  const ahead = Date.parse((await second.clock.get()).now) - last;
  expect(ahead).toBeGreaterThanOrEqual(0);
  expect(ahead).toBeLessThan(600_000);
});

it('After a kill in a play on a frozen clock that is where it was', async () => {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  await first.clock.freeze();
  await first.play.start();
  await first.clock.advance('6h');
  const { now } = await first.clock.get();
  await first.kill();
  const second = await startProcess(['--data', data]);
  expect(await second.clock.get()).toEqual({ now, frozen: true, rate: 1 });
});

it('After a kill while a data set is loaded in a play the clock and people are as before it', async () => {
  const data = await useDirectory();
  const words = ['--data', data, '--simulation-speed', '60'];
  const first = await startProcess(words);
  await first.clock.rate(2);
  const before = await wayOf(first);
  await first.play.start({ speed: 600 });
  const loading = callControl(first, '/fixtures', { method: 'POST', body: { name: 'large' } }).catch(
    () => null,
  );
  await expect.poll(async () => (await first.counts()).contacts, { timeout: 20_000 }).toBeGreaterThan(0);
  await first.kill();
  await loading;
  const second = await startProcess(words);
  expect(await wayOf(second)).toEqual(before);
});

it('After a kill in a play whose clock was set back that is where it was set to', async () => {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  await first.play.start({ speed: 10_000 });
  await expect.poll(async () => (await first.events.list()).length, { timeout: 20_000 }).toBeGreaterThan(3);
  await first.clock.set('2020-01-01T00:00:00Z');
  await first.kill();
  const second = await startProcess(['--data', data]);
  const { now } = await second.clock.get();
  const newest = (await second.events.list()).at(-1)?.created_at ?? '';
  const from = Math.max(Date.parse('2020-01-01T00:00:00Z'), newest < '2021' ? Date.parse(newest) : 0);
  expect(Date.parse(now)).toBeLessThan(from + 600_000);
});

it('A play so fast that the clock would come to its end is a 400 that begins none', async () => {
  const emulator = await useEmulator();
  await emulator.clock.set('9999-12-01T00:00:00Z');
  const before = await wayOf(emulator);
  const { error } = await callControl(emulator, '/play', { method: 'POST', body: { speed: 10_000 } });
  expect(error.details).toMatchObject({ field: 'speed' });
  expect(await wayOf(emulator)).toEqual(before);
});
