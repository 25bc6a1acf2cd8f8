import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { Store } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';
import type { Clock } from '../core/time/clock.js';
import { faultsOfNext } from '../core/webhooks/faults.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import type { Sender } from './attempt.js';
import { createDeliveryQueue } from './delivery-queue.js';

/** One webhook endpoint at work: its queue, its connection, and the one attempt that it has in flight. */
export interface Endpoint {
  /** Queues a pending delivery; ignored while the endpoint is disabled. Twice is harmless. */
  enqueue(delivery: DeliveryRecord): void;
  /** Disabled: forgets the queue, whose deliveries stay pending in the store. An attempt in flight ends. */
  pause(): void;
  /** Enabled again. Answers whether it was paused: its pending deliveries are to be queued anew then. */
  unpause(): boolean;
  /** Starts no more attempts. Resolves when the one in flight has ended and is recorded. */
  stop(): Promise<void>;
  /** Ends at once: the attempt in flight is cut and not recorded, so that it is made again at the next start. */
  cut(): void;
}

export interface EndpointDeps {
  id: WebhookId;
  store: Store;
  clock: Clock;
  scheduler: Pick<Scheduler, 'at' | 'watch'>;
  sender: Sender;
  /** The seed in force, from which faults are drawn. */
  seed(): number;
  /** Stores what an attempt came to. Throws while the store cannot write. */
  record(id: DeliveryId, outcome: AttemptOutcome): void;
  /** Calls again after a while, unless the dispatcher stops. */
  later(act: () => void): void;
}

/**
 * Delivers in the order in which deliveries fall due, one at a time. A failed delivery waits for its retry without holding
 * up later ones.
 */
export function createEndpoint(deps: EndpointDeps): Endpoint {
  const { id, store, scheduler, sender, seed, later } = deps;
  const queue = createDeliveryQueue({ ...deps, deliveries: store.deliveries, onDue: wake });
  let running: Promise<void> | null = null;
  /** The outcome that the store could not take. */
  let unrecorded: { id: DeliveryId; outcome: AttemptOutcome } | null = null;
  let state: 'active' | 'paused' | 'stopped' | 'cut' = 'active';

  function wake() {
    if (running || state === 'stopped' || isCut()) return;
    running = run();
    scheduler.watch(`delivering to ${id}`, running);
  }
  async function run(): Promise<void> {
    await Promise.resolve();
    try {
      while (recordLast() && state === 'active' && (await attemptNext()));
    } finally {
      // In the same turn as the look at the queue that found nothing, so that nothing is queued unseen between them.
      running = null;
    }
  }
  /** Makes the next attempt that is due; false when none is. */
  async function attemptNext(): Promise<boolean> {
    const delivery = queue.next();
    const webhook = store.webhooks.get(id);
    if (!delivery || !webhook) return false;
    const outcome = await sender.send(webhook, delivery, faultsOfNext(webhook, delivery, seed()));
    if (!isCut()) unrecorded = { id: delivery.id, outcome };
    return true;
  }
  /** False while the store cannot take the last outcome: further attempts could not be recorded either. */
  function recordLast(): boolean {
    if (!unrecorded) return true;
    try {
      deps.record(unrecorded.id, unrecorded.outcome);
    } catch {
      later(wake);
      return false;
    }
    unrecorded = null;
    return true;
  }
  const isCut = () => state === 'cut';

  return {
    enqueue(delivery) {
      if (state !== 'active') return;
      queue.add(delivery);
      wake();
    },
    pause() {
      if (state === 'active') state = 'paused';
      queue.clear();
    },
    unpause() {
      if (state !== 'paused') return false;
      state = 'active';
      return true;
    },
    async stop() {
      if (state !== 'cut') state = 'stopped';
      queue.clear();
      await running;
    },
    cut() {
      state = 'cut';
      queue.clear();
      sender.close();
    },
  };
}
