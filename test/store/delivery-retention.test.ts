import { expect, it } from 'vitest';
import type { DeliveryRecord } from '../../src/contract/delivery.js';
import { systemTimers } from '../../src/core/time/clock.js';
import { createDeliveryRetention } from '../../src/core/webhooks/retention.js';
import { systemRandom } from '../../src/core/time/random.js';
import { openStore } from '../../src/store/store.js';

async function useStore(most: number) {
  const told: string[] = [];
  const log = (_level: string, message: string) => void told.push(message);
  const store = await openStore({ dir: null, random: systemRandom, timers: systemTimers, log });
  createDeliveryRetention({ store, most, watch: (_what, work) => void work, log });
  const row = (status: DeliveryRecord['status'], seq: number): DeliveryRecord => ({
    id: store.newId('dlv'),
    seq,
    webhook_id: 'wh_00000000',
    event_id: store.newId('evt'),
    event_type: 'email.sent',
    test: false,
    body: '{}',
    status,
    attempts: [],
    next_attempt_at: null,
    draw: null,
    created_at: 0,
  });
  const add = (status: DeliveryRecord['status']) =>
    store.commit((tx) => {
      const added = row(status, tx.nextSeq());
      tx.put('deliveries', added);
      return added;
    });
  return { store, told, add };
}

it('keeps the newest settled deliveries, whatever became of them, and says once that others went', async () => {
  const { store, told, add } = await useStore(1000);
  const added = Array.from({ length: 3700 }, (_, n) => add(n % 3 === 0 ? 'failed' : 'succeeded'));
  await expect.poll(() => store.deliveries.countSettled()).toBeLessThan(1500);
  const kept = [...store.deliveries.settled()];
  expect(kept).toEqual(added.slice(-kept.length));
  expect(store.deliveries.countSettled()).toBe(kept.length);
  expect(kept.length).toBeGreaterThanOrEqual(1000);
  expect(store.deliveries.page({}, 1).total).toBe(kept.length);
  expect(told).toEqual(['the oldest settled webhook deliveries are removed to keep 1000']);
});

it('never removes a pending delivery, however old it is', async () => {
  const { store, add } = await useStore(100);
  const pending = Array.from({ length: 700 }, () => add('pending'));
  for (let n = 0; n < 2000; n += 1) add('succeeded');
  expect([...store.deliveries.pending()]).toEqual(pending);
  await expect.poll(() => store.deliveries.countSettled()).toBeLessThan(600);
  // Once it is delivered it is like the others: the oldest there is.
  store.commit((tx) => pending.forEach((row) => tx.put('deliveries', { ...row, status: 'succeeded' })));
  // Batch by batch, so that others have their turn.
  expect(store.deliveries.countSettled()).toBeGreaterThan(600);
  await expect.poll(() => store.deliveries.countSettled()).toBeLessThan(600);
  expect(store.deliveries.get(pending[0]?.id ?? '')).toBeUndefined();
});
