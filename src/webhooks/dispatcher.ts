import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { Clock, Timers } from '../core/time/clock.js';
import type { Commit, Store } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';
import { nextDelivery, nextEndpointHealth } from '../core/webhooks/retry-policy.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import { faultsOfNext } from '../core/webhooks/faults.js';
import type { Webhooks } from '../core/webhooks/endpoints.js';
import { createAnswerBudget } from './attempt-log-budget.js';
import { createEndpointQueues } from './queues.js';
import { createFanOut } from './fan-out.js';
import type { Post } from './post.js';

export interface WebhookProjectionDeps {
  store: Store;
  clock: Clock;
  timers: Timers;
  scheduler: Scheduler;
  webhooks: Webhooks;
  post: Post;
  seed(): number;
  report(webhook: WebhookRecord, delivery: DeliveryRecord, outcome: AttemptOutcome): void;
}

export interface WebhookProjection {
  resume(): void;
  /** Ends at once, with what is under way: nothing of it is noted. */
  end(): void;
  /** Lets what is under way end, for a second, then cuts it: it is sent again at the next start. */
  stop(): Promise<void>;
}

const retryStoreMs = 1000;
const graceMs = 1000;

/**
 * Owes every event to the endpoints that want it, and delivers: one in flight per endpoint, in event order. A failed
 * delivery waits for its retry without holding up later ones. Everything owed comes in as a commit, whoever made it.
 */
export function createWebhookProjection(deps: WebhookProjectionDeps): WebhookProjection {
  const { store, clock, timers, scheduler, webhooks, post, seed } = deps;
  const running = new Map<WebhookId, Promise<void>>();
  /** Outcomes that the store could not take; the endpoint waits with them. */
  const unsaved = new Map<WebhookId, { id: DeliveryId; outcome: AttemptOutcome }>();
  const paused = new Set<WebhookId>();
  let incoming: DeliveryId[] = [];
  let releasing = false;
  let stopped = false;
  let cut = false;

  const later = (act: () => void) => void timers.after(retryStoreMs, () => !stopped && act());
  const fanOut = createFanOut({ store, webhooks, track: scheduler.track, later });
  const queues = createEndpointQueues({ deliveries: store.deliveries, clock, scheduler, onDue: wake });
  const budget = createAnswerBudget(store);

  function onCommit({ events, changes }: Commit) {
    for (const change of changes) {
      if (change.table === 'webhooks') follow(change.id as WebhookId, change.row);
      if (change.table === 'deliveries' && change.row?.status === 'pending') incoming.push(change.row.id);
    }
    if (events.length > 0) fanOut.wake();
    flush();
  }

  /** What is owed is sent only once it is kept: a delivery that was seen bears the same id after any crash. */
  function flush() {
    if (releasing || stopped || incoming.length === 0) return;
    releasing = true;
    scheduler.track('taking up webhooks', releaseAll());
  }
  async function releaseAll(): Promise<void> {
    try {
      while (incoming.length > 0) {
        const batch = incoming;
        incoming = [];
        await store.durable().catch((error: unknown) => {
          incoming = [...batch, ...incoming];
          throw error;
        });
        batch.forEach(enqueue);
      }
    } catch (error) {
      later(flush);
      throw error;
    } finally {
      releasing = false;
    }
  }
  function enqueue(id: DeliveryId) {
    const delivery = store.deliveries.get(id);
    if (delivery?.status !== 'pending' || paused.has(delivery.webhook_id)) return;
    queues.add(delivery);
    wake(delivery.webhook_id);
  }

  /** An endpoint that is disabled keeps what is owed to it, in the store, until it is enabled again. */
  function follow(id: WebhookId, webhook: WebhookRecord | null) {
    if (!webhook?.enabled) {
      queues.clear(id);
      if (webhook) paused.add(id);
      else paused.delete(id);
    } else if (paused.delete(id)) {
      const owed = [...store.deliveries.ofWebhook(id)].filter(({ status }) => status === 'pending');
      incoming.push(...owed.reverse().map((delivery) => delivery.id));
    }
  }

  function wake(id: WebhookId) {
    if (running.has(id) || stopped) return;
    const work = run(id);
    running.set(id, work);
    scheduler.track(`delivering to ${id}`, work);
  }
  async function run(id: WebhookId): Promise<void> {
    await Promise.resolve();
    try {
      while (!stopped && saveUnsaved(id)) {
        const delivery = queues.next(id);
        const webhook = store.webhooks.get(id);
        if (!delivery || !webhook) return;
        const outcome = await post.send(webhook, delivery, faultsOfNext(webhook, delivery, seed()));
        if (!cut) unsaved.set(id, { id: delivery.id, outcome });
        if (stopped) saveUnsaved(id);
      }
    } finally {
      // In the same turn as the look at the lane that found nothing, so that nothing is queued unseen between them.
      running.delete(id);
    }
  }

  /** False while the store cannot take the last outcome: sending on would only add to what cannot be noted. */
  function saveUnsaved(id: WebhookId): boolean {
    const last = unsaved.get(id);
    if (!last) return true;
    try {
      settle(last.id, last.outcome);
    } catch {
      later(() => wake(id));
      return false;
    }
    unsaved.delete(id);
    return true;
  }
  function settle(id: DeliveryId, outcome: AttemptOutcome) {
    const delivery = store.deliveries.get(id);
    const webhook = delivery && store.webhooks.get(delivery.webhook_id);
    if (!delivery || !webhook) return;
    const settling = { webhook, delivery, outcome, now: clock.now(), seed: seed() };
    const row = nextDelivery(settling);
    const health = nextEndpointHealth(settling);
    store.commit((tx) => {
      tx.put('deliveries', row);
      if (health) tx.put('webhooks', { ...webhook, ...health });
      budget.charge(tx, row, outcome.attempt);
    });
    deps.report({ ...webhook, ...health }, row, outcome);
  }

  const unsubscribe = store.subscribe(onCommit);
  return {
    resume() {
      for (const { id, enabled } of webhooks.list()) if (!enabled) paused.add(id);
      budget.resume();
      for (const { id } of store.deliveries.pending()) incoming.push(id);
      flush();
      fanOut.resume();
    },
    end() {
      stopped = true;
      cut = true;
      unsubscribe();
      fanOut.stop();
      post.close();
    },
    async stop() {
      stopped = true;
      unsubscribe();
      fanOut.stop();
      const ended = Promise.allSettled(running.values());
      await Promise.race([ended, new Promise<void>((resolve) => timers.after(graceMs, resolve))]);
      cut = true;
      post.close();
      await ended;
    },
  };
}
