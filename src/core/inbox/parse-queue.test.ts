import { expect, it } from 'vitest';
import type { MessageRecord } from '../../contract/message.js';
import type { MailIndexEntry } from '../ports/mail-reader.js';
import type { MessageRows, Store } from '../ports/ports.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import { createParseQueue } from './parse-queue.js';

const nothing = () => undefined;
const never = () => Promise.reject(new Error('not asked for'));

/** A queue on a clock that is moved by hand; `read` tells how many mails were read so far, and how many of them in the background; each slice takes some turns. */
function useQueue({
  size = 100,
  turns = 0,
  list = () => [],
  noted = nothing,
}: { size?: number; turns?: number; list?: () => MessageRecord[]; noted?: () => void } = {}) {
  let now = 0;
  const due: { at: number; act: () => void }[] = [];
  const read = { all: 0, inBackground: 0 };
  const messages: Partial<MessageRows> = {
    get: (id) => ({ id, kind: 'smtp', size }) as MessageRecord,
    list,
  };
  const store: Partial<Store> = { messages: messages as MessageRows, commit: () => noted() as never };
  const queue = createParseQueue({
    store: store as Store,
    blobs: { get: () => Promise.resolve(Buffer.from('raw')), put: never, remove: never },
    reader: {
      async index(mails, inBackground) {
        for (let turn = 0; turn < turns; turn += 1) await yieldToEventLoop();
        read.all += mails.length;
        if (inBackground) read.inBackground += mails.length;
        return mails.map(() => ({ text: '', summary: {} }) as MailIndexEntry);
      },
      read: never,
      headers: never,
    },
    text: {
      put: nothing,
      remove: nothing,
      has: () => false,
      revision: () => 0,
      candidates: () => ({ ids: () => [], has: () => false }),
      textOf: nothing,
    },
    timers: {
      now: () => now,
      after(ms, act) {
        due.push({ at: now + ms, act });
        return { cancel: nothing };
      },
    },
    watch: (_what, work) => void work.catch(nothing),
  });
  async function pass(ms: number) {
    now += ms;
    for (const { act } of due.splice(0).filter((one) => one.at <= now || (due.push(one), false))) act();
    for (let turn = 0; turn < 5; turn += 1) await yieldToEventLoop();
  }
  let last = 0;
  const come = (count: number) => {
    for (let came = 0; came < count; came += 1) queue.enqueue(`email_${(last += 1)}`);
  };
  /** So many mails, so many ms apart. */
  async function arrive(count: number, apart: number) {
    for (let arrived = 0; arrived < count; arrived += 1) {
      come(1);
      await pass(apart);
    }
  }
  return { come, arrive, pass, read, caughtUp: queue.caughtUp, resume: queue.resume };
}

it('mail that comes now and then is read at once', async () => {
  const { arrive, read } = useQueue();
  for (let count = 1; count <= 20; count += 1) {
    await arrive(1, 5);
    expect(read).toEqual({ all: count, inBackground: 0 });
  }
});

it('mail that comes as fast as it is read waits for a quiet period, as a burst in one piece does', async () => {
  const { arrive, pass, read } = useQueue();
  await arrive(1000, 1);
  // The first came before a burst was to be seen.
  expect(read.all).toBeLessThan(20);
  await pass(20);
  for (let slice = 0; slice < 32; slice += 1) await pass(0);
  expect(read.all).toBe(1000);
  expect(read.inBackground).toBeGreaterThan(950);
});

it('no burst makes reading wait for more than two seconds', async () => {
  const { arrive, read } = useQueue();
  await arrive(3000, 1);
  expect(read.all).toBeGreaterThan(900);
});

it('a burst of large mail is fewer of them, and waits for a quiet period too', async () => {
  const { arrive, pass, read } = useQueue({ size: 1024 * 1024 });
  await arrive(100, 5);
  expect(read.all).toBeLessThan(5);
  for (let slice = 0; slice < 40; slice += 1) await pass(20);
  expect(read.all).toBe(100);
});

it('who asks waits for the mail that had come by then, however much comes meanwhile', async () => {
  const { come, pass, read, caughtUp } = useQueue({ turns: 1 });
  come(500);
  let readThen: number | null = null;
  const asking = caughtUp().then(() => (readThen = read.all));
  // More comes with each turn than is read in one.
  for (let turn = 0; turn < 100 && readThen === null; turn += 1) {
    come(500);
    await pass(1);
  }
  await asking;
  expect(readThen).toBeGreaterThanOrEqual(500);
  expect(readThen).toBeLessThan(2000);
});

it('who asked in vain hurries no later mail', async () => {
  const { arrive, caughtUp, read, resume } = useQueue({
    list() {
      throw new Error('no');
    },
  });
  resume();
  await expect(caughtUp()).rejects.toThrow('no');
  await arrive(1000, 1);
  expect(read.all).toBeLessThan(20);
});

it('mail that comes as the last before it is noted is read, too', async () => {
  for (let turns = 0; turns < 20; turns += 1) {
    let isFirst = true;
    const { come, pass, read } = useQueue({ noted: () => void comeAfter(turns) });
    async function comeAfter(count: number) {
      if (!isFirst) return;
      isFirst = false;
      for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
      come(1);
    }
    come(1);
    await pass(30);
    await pass(30);
    expect(read.all, `after ${turns} turns`).toBe(2);
  }
});
