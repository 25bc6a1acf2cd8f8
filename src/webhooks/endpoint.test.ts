import { expect, it } from 'vitest';
import { cannotStore } from '../contract/errors.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { Rows } from '../core/ports/ports.js';
import { yieldToEventLoop } from '../contract/event-loop.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import { createEndpoint } from './endpoint.js';

const rowsOf = <T extends { id: string }>(rows: readonly T[]): Rows<T> => ({
  size: rows.length,
  get: (id) => rows.find((row) => row.id === id),
  values: () => rows.values(),
  list: () => [...rows],
});

/** An endpoint with some deliveries whose receiver answers in turn, and what happened in which order. */
function setUp(
  answers: readonly boolean[],
  {
    failures = 0,
    fault = cannotStore('the disk is full'),
    defects = 0,
  }: { failures?: number; fault?: Error; defects?: number } = {},
) {
  const logged: string[] = [];
  const seen: string[] = [];
  const again: (() => void)[] = [];
  let left = failures;
  let defectsLeft = defects;
  let sent = 0;
  const deliveries = answers.map((_, index): DeliveryRecord => {
    const row: Partial<DeliveryRecord> = {
      id: `dlv_${index + 1}`,
      seq: index,
      status: 'pending',
      attempts: [],
    };
    return { ...row, next_attempt_at: null } as DeliveryRecord;
  });
  const webhook: Partial<WebhookRecord> = { id: 'wh_1', enabled: true, faults: null };
  const watch = (what: string, work: Promise<unknown>) =>
    void work.catch(({ message }: Error) => logged.push(`${what}: ${message}`));
  const endpoint = createEndpoint({
    id: 'wh_1',
    store: { deliveries: rowsOf(deliveries), webhooks: rowsOf([webhook as WebhookRecord]) },
    clock: { now: () => 0 },
    scheduler: { at: () => ({ cancel: () => undefined }), watch },
    sender: {
      async send(_webhook, delivery) {
        seen.push(`send ${(delivery as DeliveryRecord).id}`);
        if (defectsLeft-- > 0) throw new TypeError('no');
        const ok = answers[sent++] ?? false;
        for (let turn = 0; turn < 3; turn += 1) await yieldToEventLoop();
        return { ok } as AttemptOutcome;
      },
      close: () => undefined,
    },
    seed: () => 1,
    record(id) {
      if (left-- > 0) throw fault;
      seen.push(`record ${id}`);
    },
    later: (act) => again.push(act),
  });
  for (const delivery of deliveries) endpoint.enqueue(delivery);
  const rest = async () => {
    for (let turn = 0; turn < 40; turn += 1) await yieldToEventLoop();
  };
  return { seen, again, rest, endpoint, logged, deliveries };
}

it('records what passed while the next attempt is under way', async () => {
  const { seen, rest } = setUp([true, true, true]);
  await rest();
  expect(seen).toEqual([
    'send dlv_1',
    'send dlv_2',
    'record dlv_1',
    'send dlv_3',
    'record dlv_2',
    'record dlv_3',
  ]);
});

it('records what failed before the next attempt, which it may forbid', async () => {
  const { seen, rest } = setUp([false, true]);
  await rest();
  expect(seen).toEqual(['send dlv_1', 'record dlv_1', 'send dlv_2', 'record dlv_2']);
});

it('makes at most one attempt more while the store cannot take outcomes, and loses none', async () => {
  const { seen, again, rest } = setUp([true, true, true], { failures: 2 });
  await rest();
  expect(seen).toEqual(['send dlv_1', 'send dlv_2']);
  again.splice(0).forEach((act) => act());
  await rest();
  expect(seen.slice(2)).toEqual(['record dlv_1', 'record dlv_2', 'send dlv_3', 'record dlv_3']);
});

it('records what has ended before it stops', async () => {
  const { seen, rest, endpoint } = setUp([true, true, true]);
  while (!seen.includes('send dlv_2')) await yieldToEventLoop();
  await endpoint.stop();
  await rest();
  expect(seen).toEqual(['send dlv_1', 'send dlv_2', 'record dlv_1', 'record dlv_2']);
});

it.each([
  ['that the store cannot write is logged by the store', cannotStore('the disk is full'), []],
  ['any other is a defect, which is logged', new TypeError('no'), ['recording an attempt of wh_1: no']],
])('of faults of recording %s', async (_what, fault, expected) => {
  const { logged, seen, again, rest } = setUp([true], { failures: 1, fault });
  await rest();
  expect(logged).toEqual(expected);
  again.shift()?.();
  await rest();
  expect(seen.at(-1)).toBe('record dlv_1');
});

it('a delivery whose attempt met a defect is no longer under way: it can be queued again', async () => {
  const { logged, seen, rest, endpoint, deliveries } = setUp([true], { defects: 1 });
  await rest();
  expect(logged).toEqual(['delivering to wh_1: no']);
  for (const delivery of deliveries) endpoint.enqueue(delivery);
  await rest();
  expect(seen).toEqual(['send dlv_1', 'send dlv_1', 'record dlv_1']);
});
