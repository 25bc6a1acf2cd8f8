import { expect, it } from 'vitest';
import { createRestCollector } from './process-heap.js';

const mib = 1024 * 1024;

function useHeap() {
  const heap = { busy: 0, used: 20 * mib, live: 15 * mib, collections: 0 };
  const look = createRestCollector({
    busyShare: () => heap.busy,
    usedBytes: () => heap.used,
    async collect() {
      heap.collections += 1;
      heap.used = heap.live;
      await Promise.resolve();
    },
  });
  /** Looks twenty times and answers how often it collected. */
  const rest = async () => {
    const before = heap.collections;
    for (let second = 0; second < 20; second += 1) await look();
    return heap.collections - before;
  };
  return { heap, look, rest };
}

it('garbage is collected three times once the process is at rest, and then no more', async () => {
  const { heap, rest } = useHeap();
  expect(await rest()).toBe(3);
  expect(await rest()).toBe(0);
  heap.used += 3 * mib;
  expect(await rest()).toBe(0);
  heap.used += 3 * mib;
  expect(await rest()).toBe(3);
});

it('nothing is collected while the process is busy', async () => {
  const { heap, look, rest } = useHeap();
  heap.busy = 0.5;
  expect(await rest()).toBe(0);
  heap.busy = 0;
  await look();
  expect(heap.collections).toBe(1);
});

it('what V8 collected by itself counts: growth from there on is new', async () => {
  const { heap, rest } = useHeap();
  await rest();
  heap.live = heap.used = 5 * mib;
  expect(await rest()).toBe(0);
  heap.used = 10 * mib;
  expect(await rest()).toBe(3);
});
