import { expect, it } from 'vitest';
import { createPendingWrites } from './pending-writes.js';

it('those who ask during a write join it; later ones begin another', async () => {
  let count = 0;
  const writes = createPendingWrites({
    async writeAll() {
      count += 1;
      await Promise.resolve();
    },
    onFault: () => undefined,
  });
  const first = writes.run();
  expect(writes.run()).toBe(first);
  await first;
  expect(count).toBe(1);
  await writes.run();
  expect(count).toBe(2);
});

it('a fault is told once until all was written, and never thrown', async () => {
  const outcomes = ['full', 'still full', null, null, 'full again'];
  const told: string[] = [];
  const faults: (string | null)[] = [];
  const writes = createPendingWrites({
    writeAll() {
      const outcome = outcomes.shift();
      return outcome ? Promise.reject(new Error(outcome)) : Promise.resolve();
    },
    onFault: ({ message }) => told.push(message),
  });
  while (outcomes.length > 0) {
    await writes.run();
    faults.push(writes.fault()?.message ?? null);
  }
  expect(faults).toEqual(['full', 'still full', null, null, 'full again']);
  expect(told).toEqual(['full', 'full again']);
});
