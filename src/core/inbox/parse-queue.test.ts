import { expect, it } from 'vitest';
import type { MessageId } from '../../contract/ids.js';
import { yieldToEventLoop } from '../time/clock.js';
import { createParseQueue } from './parse-queue.js';
import type { ParseQueueDeps } from './parse-queue.js';

/** A queue on a clock that is moved by hand; `read` tells how many mails were read so far, and how many of them patiently. */
function useQueue() {
  let now = 0;
  const due: { at: number; act: () => void }[] = [];
  const read = { all: 0, patiently: 0 };
  const queue = createParseQueue({
    store: {
      messages: { get: (id: MessageId) => ({ id, kind: 'smtp', size: 100 }), list: () => [] },
      commit: () => undefined,
    } as unknown as ParseQueueDeps['store'],
    blobs: { get: () => Promise.resolve(Buffer.from('raw')) } as unknown as ParseQueueDeps['blobs'],
    reader: {
      index(mails: readonly unknown[], patient: boolean) {
        read.all += mails.length;
        if (patient) read.patiently += mails.length;
        return Promise.resolve(mails.map(() => ({ text: '', summary: {} })));
      },
    } as unknown as ParseQueueDeps['reader'],
    text: { put: () => undefined } as unknown as ParseQueueDeps['text'],
    timers: {
      now: () => now,
      after(ms, act) {
        due.push({ at: now + ms, act });
        return { cancel: () => undefined };
      },
    },
    watch: () => undefined,
  });
  async function pass(ms: number) {
    now += ms;
    for (const { act } of due.splice(0).filter((one) => one.at <= now || (due.push(one), false))) act();
    for (let turn = 0; turn < 5; turn += 1) await yieldToEventLoop();
  }
  let last = 0;
  const arrive = () => queue.enqueue(`msg_${(last += 1)}` as MessageId);
  return { arrive, pass, read };
}

it('mail that comes now and then is read at once', async () => {
  const { arrive, pass, read } = useQueue();
  for (let count = 1; count <= 20; count += 1) {
    arrive();
    await pass(5);
    expect(read).toEqual({ all: count, patiently: 0 });
  }
});

it('mail that comes as fast as it is read waits for a lull, as a burst in one piece does', async () => {
  const { arrive, pass, read } = useQueue();
  for (let count = 0; count < 1000; count += 1) {
    arrive();
    await pass(1);
  }
  // The first came before a burst was to be seen.
  expect(read.all).toBeLessThan(20);
  await pass(20);
  for (let slice = 0; slice < 32; slice += 1) await pass(0);
  expect(read.all).toBe(1000);
  expect(read.patiently).toBeGreaterThan(950);
});

it('no burst makes reading wait for more than two seconds', async () => {
  const { arrive, pass, read } = useQueue();
  for (let count = 0; count < 3000; count += 1) {
    arrive();
    await pass(1);
  }
  expect(read.all).toBeGreaterThan(900);
});
