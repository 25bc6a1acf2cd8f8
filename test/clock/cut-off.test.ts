import { expect, it } from 'vitest';
import type { Connection } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';
import { startProcess } from '../support/emulator-process.js';
import { useDirectory } from '../support/process.js';
import { useReceiver } from '../support/receiver.js';

/** Begins to move the clock by five hours: the move waits for a receiver that does not answer. Answers what comes of it. */
async function moveFor(emulator: Connection): Promise<{ ended: Promise<string> }> {
  const receiver = await useReceiver(() => undefined);
  await emulator.webhooks.add({ url: receiver.url });
  await emulator.trigger('email.opened', { to: 'a@x.test' });
  await receiver.waitFor(1);
  const ended = emulator.clock.advance('5h').then(
    () => 'moved',
    ({ message }: Error) => message,
  );
  await expect.poll(async () => (await emulator.clock.get()).frozen).toBe(true);
  return { ended };
}

const wayOf = async (emulator: Connection) => {
  const { frozen, rate } = await emulator.clock.get();
  const { playing } = await emulator.play.get();
  return { frozen, rate, playing };
};

const cuts: [string, (emulator: Connection) => Promise<unknown>][] = [
  ['a reset', (emulator) => emulator.reset()],
  [
    'a restore of a snapshot that was saved in the midst of it',
    async (emulator) => {
      await emulator.snapshots.save('midst');
      await emulator.snapshots.restore('midst');
    },
  ],
  [
    'an import of an export that was made in the midst of it',
    async (emulator) => emulator.import(await emulator.export()),
  ],
];

it.each(cuts)('an advance that is cut off by %s leaves a clock that runs as before', async (_what, cut) => {
  const emulator = await useEmulator();
  await emulator.clock.set('2026-03-02T06:00:00Z');
  await emulator.clock.rate(2);
  const { ended } = await moveFor(emulator);
  await cut(emulator);
  expect(await ended).toContain('another state');
  expect(await wayOf(emulator)).toEqual({ frozen: false, rate: 2, playing: false });
  expect((await emulator.clock.get()).now).toMatch(/^2026-03-02T06:/);
});

it.each(cuts)('also of a play, which goes on, after %s', async (_what, cut) => {
  const emulator = await useEmulator();
  await emulator.clock.rate(2);
  await emulator.play.start({ speed: 3 });
  const { ended } = await moveFor(emulator);
  await cut(emulator);
  await ended;
  await expect.poll(() => wayOf(emulator)).toEqual({ frozen: false, rate: 3, playing: true });
  await emulator.play.stop();
  expect(await wayOf(emulator)).toEqual({ frozen: false, rate: 2, playing: false });
});

it.each(cuts)('and the end of a play that waits for an advance is made up after %s', async (_what, cut) => {
  const emulator = await useEmulator();
  await emulator.clock.rate(2);
  await emulator.play.start({ speed: 3 });
  await moveFor(emulator);
  const stopping = emulator.play.stop().catch((error: Error) => error.message);
  await expect.poll(async () => (await emulator.play.get()).playing).toBe(false);
  await cut(emulator);
  await stopping;
  await expect.poll(() => wayOf(emulator)).toEqual({ frozen: false, rate: 2, playing: false });
  await expect.poll(async () => (await emulator.keys.list()).length).toBe(1);
});

it.each([
  { frozen: false, play: false },
  { frozen: false, play: true },
  { frozen: true, play: false },
  { frozen: true, play: true },
])('a stop in an advance is a 503, and leaves a clock that runs as before: %j', async ({ frozen, play }) => {
  const data = await useDirectory();
  const first = await startProcess(['--data', data]);
  await first.clock.set('2026-03-02T06:00:00Z');
  await first.clock.rate(2);
  if (play) await first.play.start({ speed: 3 });
  const receiver = await useReceiver(() => undefined);
  await first.webhooks.add({ url: receiver.url });
  await first.trigger('email.opened', { to: 'a@x.test' });
  await receiver.waitFor(1);
  if (frozen) await first.clock.freeze();
  const ended = first.clock.advance('5h').then(
    () => 'moved',
    ({ message }: Error) => message,
  );
  // Behind all calls before it.
  await first.clock.get();
  await first.events.list();
  expect(await first.stop()).toBe(0);
  expect(await ended).not.toBe('moved');
  const second = await startProcess(['--data', data]);
  expect(await wayOf(second)).toEqual({ frozen, rate: 2, playing: false });
  expect((await second.clock.get()).now).toMatch(/^2026-03-02T(06|07)/);
});
