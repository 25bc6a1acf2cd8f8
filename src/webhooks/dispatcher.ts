import type { DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { Clock, Timers } from '../core/time/clock.js';
import type { Commit, Store } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';
import { deliveryAfter, healthAfter } from '../core/webhooks/retry-policy.js';
import type { AttemptOutcome } from '../core/webhooks/retry-policy.js';
import { faultsOfNext } from '../core/webhooks/faults.js';
import type { Webhooks } from '../core/webhooks/endpoints.js';
import { createAnswerBudget } from './attempt-log-budget.js';
import { createLanes } from './queues.js';
import { createOwing } from './fan-out.js';
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
  let arrivals: DeliveryId[] = [];
  let releasing = false;
  let stopped = false;
  let cut = false;

  const later = (act: () => void) => void timers.after(retryStoreMs, () => !stopped && act());
  const owing = createOwing({ store, webhooks, track: scheduler.track, later });
  const lanes = createLanes({ deliveries: store.deliveries, clock, scheduler, onDue: pump });
  const budget = createAnswerBudget(store);

  function onCommit({ events, changes }: Commit) {
    for (const change of changes) {
      if (change.table === 'webhooks') follow(change.id as WebhookId, change.row);
      if (change.table === 'deliveries' && change.row?.status === 'pending') arrivals.push(change.row.id);
    }
    if (events.length > 0) owing.wake();
    release();
  }

  /** What is owed is sent only once it is kept: a delivery that was seen bears the same id after any crash. */
  function release() {
    if (releasing || stopped || arrivals.length === 0) return;
    releasing = true;
    scheduler.track('taking up webhooks', releaseAll());
  }
  async function releaseAll(): Promise<void> {
    try {
      while (arrivals.length > 0) {
        const batch = arrivals;
        arrivals = [];
        await store.durable().catch((error: unknown) => {
          arrivals = [...batch, ...arrivals];
          throw error;
        });
        batch.forEach(takeUp);
      }
    } catch (error) {
      later(release);
      throw error;
    } finally {
      releasing = false;
    }
  }
  function takeUp(id: DeliveryId) {
    const delivery = store.deliveries.get(id);
    if (delivery?.status !== 'pending' || paused.has(delivery.webhook_id)) return;
    lanes.add(delivery);
    pump(delivery.webhook_id);
  }

  /** An endpoint that is disabled keeps what is owed to it, in the store, until it is enabled again. */
  function follow(id: WebhookId, webhook: WebhookRecord | null) {
    if (!webhook?.enabled) {
      lanes.clear(id);
      if (webhook) paused.add(id);
      else paused.delete(id);
    } else if (paused.delete(id)) {
      const owed = [...store.deliveries.ofWebhook(id)].filter(({ status }) => status === 'pending');
      arrivals.push(...owed.reverse().map((delivery) => delivery.id));
    }
  }

  function pump(id: WebhookId) {
    if (running.has(id) || stopped) return;
    const work = drain(id);
    running.set(id, work);
    scheduler.track(`delivering to ${id}`, work);
  }
  async function drain(id: WebhookId): Promise<void> {
    await Promise.resolve();
    try {
      while (!stopped && saveUnsaved(id)) {
        const delivery = lanes.next(id);
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
      later(() => pump(id));
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
    const row = deliveryAfter(settling);
    const health = healthAfter(settling);
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
      for (const { id } of store.deliveries.pending()) arrivals.push(id);
      release();
      owing.resume();
    },
    end() {
      stopped = true;
      cut = true;
      unsubscribe();
      owing.stop();
      post.close();
    },
    async stop() {
      stopped = true;
      unsubscribe();
      owing.stop();
      const ended = Promise.allSettled(running.values());
      await Promise.race([ended, new Promise<void>((resolve) => timers.after(graceMs, resolve))]);
      cut = true;
      post.close();
      await ended;
    },
  };
}
