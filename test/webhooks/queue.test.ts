import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { Connection } from '../../src/index.js';
import { useEmulator } from '../support/emulator.js';
import { useReceiver } from '../support/receiver.js';
import { address } from '../support/webhooks.js';

const start = '2024-03-25T10:00:00Z';
const hourBefore = '2024-03-25T09:00:00Z';

/** A receiver that answers each delivery when it is told to, or as `answers` says. */
async function useHeldReceiver(answers: number[] = []) {
  const held: ServerResponse[] = [];
  const receiver = await useReceiver((_hook, response) => {
    const code = answers.shift();
    if (code === undefined) held.push(response);
    else response.writeHead(code).end();
  });
  const sent = () => receiver.received.map(({ headers }) => Number(headers['x-maildrone-attempt']));
  const release = async (emulator: Connection) => {
    answers.push(...Array<number>(20).fill(200));
    for (const response of held.splice(0)) response.end();
    expect(await emulator.settle()).toBe(true);
  };
  return { ...receiver, release, sent };
}

async function useEndpoint({ url }: { url: string }) {
  const emulator = await useEmulator();
  await emulator.clock.freeze(start);
  const { id } = await emulator.webhooks.add({ url });
  return { ...emulator, endpoint: id };
}

describe('A delivery that waits behind another while the clock is set back', () => {
  it('is sent when the clock comes to its time again, where it is a retry', async () => {
    const receiver = await useHeldReceiver([503, 503, 503]);
    const emulator = await useEndpoint(receiver);
    await emulator.trigger('email.opened', { to: address('jane') });
    await emulator.settle();
    await emulator.clock.advance('4999ms');
    await emulator.clock.resume();
    await receiver.waitFor(4);
    await emulator.clock.freeze(hourBefore);
    await receiver.release(emulator);
    expect(receiver.sent()).toEqual([1, 1, 1, 2]);
    await emulator.clock.advance('2h');
    expect(receiver.sent()).toEqual([1, 1, 1, 2, 2, 2]);
    expect(await emulator.webhooks.deliveries({ status: 'succeeded' })).toHaveLength(3);
  });

  it('is sent when the clock comes to its time again, where it is a redelivery', async () => {
    const receiver = await useHeldReceiver([200]);
    const emulator = await useEndpoint(receiver);
    const first = await emulator.webhooks.test(emulator.endpoint);
    const second = emulator.webhooks.test(emulator.endpoint);
    await receiver.waitFor(2);
    const again = emulator.webhooks.redeliver(first.id);
    await expect.poll(async () => (await emulator.webhooks.delivery(first.id)).status).toBe('pending');
    await emulator.clock.set(hourBefore);
    await receiver.release(emulator);
    await second;
    expect(receiver.sent()).toEqual([1, 1]);
    await emulator.clock.advance('1h');
    expect((await again).attempts).toHaveLength(2);
    expect(receiver.sent()).toEqual([1, 1, 2]);
  });
});

type Setup = Awaited<ReturnType<typeof useEndpoint>>;

/** Three at once, once the emulator has heard of them all. */
async function redeliver({ webhooks }: Setup): Promise<Promise<unknown>[]> {
  const [delivery] = await webhooks.deliveries();
  const asked = [1, 2, 3].map(() => webhooks.redeliver(delivery?.id ?? ''));
  await expect.poll(async () => (await webhooks.deliveries())[0]?.next_attempt_at).toBe(start);
  return asked;
}

async function disableAndEnable({ webhooks, endpoint }: Setup): Promise<Promise<unknown>[]> {
  await webhooks.update(endpoint, { enabled: false });
  await webhooks.update(endpoint, { enabled: true });
  return [];
}

describe('A delivery that is queued again while its attempt is under way goes out once', () => {
  it.each([
    ['where its endpoint is disabled and enabled', disableAndEnable],
    ['where it is delivered again, which is that attempt', redeliver],
  ])('%s', async (_how, queueAgain) => {
    const receiver = await useHeldReceiver();
    const emulator = await useEndpoint(receiver);
    const made = emulator.webhooks.test(emulator.endpoint);
    await receiver.waitFor(1);
    const calls = await queueAgain(emulator);
    await receiver.release(emulator);
    for (const call of calls) expect(await call).toMatchObject({ status: 'succeeded' });
    expect(await made).toMatchObject({ status: 'succeeded', attempts: [{ number: 1 }] });
    expect(receiver.sent()).toEqual([1]);
  });
});

it('The attempts of a delivery that many ask for at once are numbered one by one', async () => {
  const receiver = await useHeldReceiver(Array<number>(20).fill(200));
  const { webhooks, endpoint, settle } = await useEndpoint(receiver);
  const { id } = await webhooks.test(endpoint);
  await Promise.all(Array.from({ length: 5 }, () => webhooks.redeliver(id)));
  await settle();
  const { attempts } = await webhooks.delivery(id);
  expect(attempts.length).toBeGreaterThan(1);
  expect(receiver.sent()).toEqual(attempts.map(({ number }) => number));
  expect(receiver.sent()).toEqual(attempts.map((_attempt, index) => index + 1));
});

type HeldReceiver = Awaited<ReturnType<typeof useHeldReceiver>>;

async function enable(emulator: Setup, receiver: HeldReceiver): Promise<void> {
  await emulator.webhooks.update(emulator.endpoint, { enabled: false });
  await receiver.release(emulator);
  await emulator.webhooks.update(emulator.endpoint, { enabled: true });
}

async function restore({ snapshots }: Setup): Promise<void> {
  await snapshots.save('under-way');
  await snapshots.restore('under-way');
}

describe('A delivery goes out at once though the one before it waits for its retry', () => {
  it.each([
    ['where its endpoint is enabled again', enable, ['jane', 'joe', 'jim']],
    // The attempt that is cut is made again.
    ['where both come with a state', restore, ['jane', 'joe']],
  ])('%s', async (_where, queueAnew, names) => {
    const receiver = await useHeldReceiver([503]);
    const emulator = await useEndpoint(receiver);
    await emulator.webhooks.update(emulator.endpoint, { events: ['email.sent'] });
    for (const name of names) await emulator.trigger('email.sent', { to: address(name) });
    await receiver.waitFor(2);
    await queueAnew(emulator, receiver);
    await receiver.release(emulator);
    expect(receiver.sent()).toEqual([1, 1, 1]);
    expect(await emulator.webhooks.deliveries({ status: 'pending' })).toHaveLength(1);
  });
});
