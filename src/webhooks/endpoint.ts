import { AppError } from '../contract/errors.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { Rows } from '../core/ports/ports.js';
import { yieldToEventLoop } from '../contract/event-loop.js';
import type { Clock } from '../core/time/clock.js';
import type { Scheduler } from '../core/time/scheduler.js';
import { faultsOfNext } from '../core/webhooks/faults.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import type { Sender } from './attempt.js';
import { createDeliveryQueue } from './delivery-queue.js';

/** One webhook endpoint at work: its queue, its connection, and the one attempt that it has in flight. */
export interface Endpoint {
  /** Queues a pending delivery; ignored while the endpoint is disabled or the attempt is under way. Twice is harmless. */
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
  store: { deliveries: Rows<DeliveryRecord>; webhooks: Pick<Rows<WebhookRecord>, 'get'> };
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

interface Due {
  delivery: DeliveryRecord;
  webhook: WebhookRecord;
}

/**
 * Delivers in the order in which deliveries fall due, one at a time. A failed delivery waits for its retry without holding
 * up later ones.
 */
export function createEndpoint(deps: EndpointDeps): Endpoint {
  const { id, store, scheduler, sender, seed, later } = deps;
  const queue = createDeliveryQueue({ ...deps, deliveries: store.deliveries, onDue: wake });
  let running: Promise<void> | null = null;
  /** Outcomes that the store does not have yet, oldest first. */
  const unrecorded: { id: DeliveryId; outcome: AttemptOutcome }[] = [];
  /** Whether the store could not take one, and is asked again in a while. */
  let isWaiting = false;
  /** The delivery whose attempt the receiver has. */
  let inFlight: DeliveryId | null = null;
  let state: 'active' | 'paused' | 'stopped' | 'cut' = 'active';

  function wake() {
    if (running || state === 'stopped' || isCut()) return;
    running = run();
    scheduler.watch(`delivering to ${id}`, running);
  }
  async function run(): Promise<void> {
    await Promise.resolve();
    try {
      for (let next = takeNext(); next; next = takeNext()) await attempt(next);
      if (!isWaiting) recordAll();
    } finally {
      // Within the look at the queue that found nothing, not a turn after it: what is queued between them would be unseen.
      running = null;
    }
  }
  /** The delivery whose attempt is to be made now; null when none is due, or none may be made. */
  function takeNext(): Due | null {
    if (state !== 'active' || (!mayWait() && !recordAll())) return null;
    const delivery = queue.next();
    const webhook = store.webhooks.get(id);
    return delivery && webhook ? { delivery, webhook } : null;
  }
  async function attempt({ delivery, webhook }: Due): Promise<void> {
    inFlight = delivery.id;
    try {
      const sending = sender.send(webhook, delivery, faultsOfNext(webhook, delivery, seed()));
      if (unrecorded.length > 0) {
        // The receiver has its request, and works while the attempt before is recorded.
        await yieldToEventLoop();
        recordAll();
      }
      const outcome = await sending;
      if (!isCut()) unrecorded.push({ id: delivery.id, outcome });
    } finally {
      inFlight = null;
    }
  }
  /**
   * Whether the next attempt may go out before the last is recorded: one that passed has no bearing on it. Where the store
   * cannot take outcomes no further one may come: it could not be recorded either.
   */
  const mayWait = (): boolean => unrecorded.length < 2 && unrecorded.every(({ outcome }) => outcome.ok);
  /** False while the store cannot take an outcome. */
  function recordAll(): boolean {
    while (unrecorded[0] && !isCut()) {
      try {
        deps.record(unrecorded[0].id, unrecorded[0].outcome);
      } catch (error) {
        // The store itself logs why it cannot write; anything else is a defect of ours.
        if (!(error instanceof AppError)) scheduler.watch(`recording an attempt of ${id}`, failed(error));
        tryLater();
        return false;
      }
      unrecorded.shift();
    }
    return true;
  }
  function tryLater() {
    if (isWaiting) return;
    isWaiting = true;
    later(() => {
      isWaiting = false;
      wake();
    });
  }
  const isCut = () => state === 'cut';
  /** Until its outcome is in the store, the row of a delivery does not tell that it was attempted. */
  const isUnderWay = (which: DeliveryId): boolean =>
    inFlight === which || unrecorded.some((ended) => ended.id === which);

  return {
    enqueue(delivery) {
      // Undocumented: we chose that a redelivery that is asked for while an attempt is under way is that attempt.
      if (state !== 'active' || isUnderWay(delivery.id)) return;
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

async function failed(error: unknown): Promise<never> {
  await Promise.resolve();
  throw error;
}
