import { expect, it } from 'vitest';
import type { DeliveryRecord } from '../../src/contract/delivery.js';
import { createVirtualClock, systemTimers } from '../../src/core/time/clock.js';
import { systemRandom } from '../../src/core/time/random.js';
import { createWebhooks } from '../../src/core/webhooks/endpoints.js';
import { openStore } from '../../src/store/store.js';

/** A store in memory with two endpoints, each with so many deliveries. */
async function useEndpoints(count: number) {
  const deps = { random: systemRandom, timers: systemTimers, log: () => undefined };
  const store = await openStore({ dir: null, ...deps });
  const clock = createVirtualClock(systemTimers);
  store.useClock(clock);
  const webhooks = createWebhooks({
    store,
    clock,
    random: systemRandom,
    seed: () => 1,
    allowLinkLocal: true,
  });
  const [one, other] = [1, 2].map((port) => webhooks.create({ url: `http://127.0.0.1:${port}/` }));
  if (!one || !other) throw new Error('expected two endpoints');
  const rowFor = (webhook_id: DeliveryRecord['webhook_id'], seq: number): DeliveryRecord => ({
    id: store.newId('dlv'),
    seq,
    webhook_id,
    event_id: store.newId('evt'),
    event_type: 'email.sent',
    test: false,
    body: '{}',
    status: 'succeeded',
    attempts: [],
    next_attempt_at: null,
    draw: null,
    created_at: 0,
  });
  store.commit((tx) => {
    for (let number = 0; number < count; number += 1)
      for (const { id } of [one, other]) tx.put('deliveries', rowFor(id, tx.nextSeq()));
  });
  const left = ({ id }: { id: string }) => store.deliveries.page({ webhook: id }, 1).total;
  return { store, webhooks, one, other, left };
}

it('an endpoint goes at once, its deliveries in changes of a few hundred, and those of others stay', async () => {
  const { store, webhooks, one, other, left } = await useEndpoints(1700);
  const sizes: number[] = [];
  store.subscribe(({ changes }) => sizes.push(changes.length));
  const removal = webhooks.remove(one.id);
  expect(webhooks.list().map(({ id }) => id)).toEqual([other.id]);
  await removal;
  expect([left(one), left(other)]).toEqual([0, 1700]);
  expect(sizes).toEqual([1, 500, 500, 500, 200]);
});

it('deliveries that a kill left behind without their endpoint go with the next start', async () => {
  const { store, webhooks, one, other, left } = await useEndpoints(700);
  store.commit((tx) => tx.remove('webhooks', one.id));
  expect(left(one)).toBe(700);
  await webhooks.sweep();
  expect([left(one), left(other)]).toEqual([0, 700]);
});
