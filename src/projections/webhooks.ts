import type { EventRecord, WebhookEventType } from '../contract/event.js';
import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { DeliveryRecord, RetryPreset, WebhookRecord } from '../contract/webhook.js';
import type { Clock } from '../core/clock.js';
import type { Commit, Store } from '../core/ports.js';
import type { Scheduler } from '../core/scheduler.js';
import type { Webhooks } from '../core/webhooks.js';
import type { AttemptOutcome, PostAttempt } from './webhook-post.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Waits before each retry, on the clock. */
const retryDelays: Record<RetryPreset, readonly number[]> = {
  standard: [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour],
  fast: [100, 200, 500, second, 2 * second],
  none: [],
};
const longestRetryAfter = day;
const failingDaysToDisable = 5 * day;

export interface WebhookProjectionDeps {
  store: Store;
  clock: Clock;
  scheduler: Scheduler;
  webhooks: Webhooks;
  post: PostAttempt;
  report(webhook: WebhookRecord, delivery: DeliveryRecord, outcome: AttemptOutcome): void;
}

/**
 * Owes every event to the endpoints that want it, and delivers: one in flight per endpoint, in event order. A failed
 * delivery waits for its retry without holding up later ones. What is owed lives in the store; only ids are queued here.
 */
export function createWebhookProjection(deps: WebhookProjectionDeps): { resume(): void; stop(): void } {
  const { store, clock, scheduler, webhooks } = deps;
  const queues = new Map<WebhookId, { ready: DeliveryId[]; busy: boolean }>();
  let unowed: EventRecord[] = [];
  let flushing = false;
  let stopped = false;

  const wants = (webhook: WebhookRecord, event: EventRecord): boolean =>
    webhook.enabled && webhook.events.includes(event.type as WebhookEventType);

  /** Turns the events of one tick into deliveries, in one commit that also says how far we are. */
  function flush() {
    flushing = false;
    const events = unowed;
    unowed = [];
    const endpoints = webhooks.list();
    if (stopped || endpoints.length === 0) return;
    const owed = store.commit((tx) => {
      const deliveries = events.flatMap((event) =>
        endpoints.flatMap((webhook) =>
          wants(webhook, event) ? (webhooks.owe(tx, webhook, event) ?? []) : [],
        ),
      );
      tx.put('meta', { id: 'webhook_cursor', seq: store.seq });
      return deliveries;
    });
    owed.forEach(enqueue);
  }
  function onCommit({ events, changes }: Commit) {
    const touched = changes.some((change) => change.table === 'webhooks' && change.row !== null);
    if (events.length === 0 && !touched) return;
    unowed.push(...events);
    if (touched) resumePaused();
    if (flushing) return;
    flushing = true;
    scheduler.track('owing webhooks', Promise.resolve().then(flush));
  }

  const queueOf = (id: WebhookId) => {
    let queue = queues.get(id);
    if (!queue) queues.set(id, (queue = { ready: [], busy: false }));
    return queue;
  };
  function enqueue({ id, webhook_id }: DeliveryRecord) {
    queueOf(webhook_id).ready.push(id);
    pump(webhook_id);
  }
  function pump(id: WebhookId) {
    const queue = queueOf(id);
    if (queue.busy || queue.ready.length === 0 || stopped) return;
    queue.busy = true;
    const work = drain(id).finally(() => {
      queue.busy = false;
    });
    scheduler.track(`delivering to ${id}`, work);
  }
  async function drain(id: WebhookId) {
    const queue = queueOf(id);
    while (queue.ready.length > 0 && !stopped) {
      // Taken in slices: shifting a long array one by one would move it each time.
      const slice = queue.ready.splice(0, 500);
      for (const delivery of slice) await deliver(delivery);
    }
  }

  async function deliver(id: DeliveryId) {
    const delivery = store.deliveries.get(id);
    const webhook = delivery && store.webhooks.get(delivery.webhook_id);
    if (!delivery || !webhook?.enabled || delivery.status !== 'pending' || stopped) return;
    const outcome = await deps.post(webhook, delivery);
    if (!stopped) settle(delivery, outcome);
  }

  function settle(delivery: DeliveryRecord, outcome: AttemptOutcome) {
    const current = store.deliveries.get(delivery.id);
    const webhook = store.webhooks.get(delivery.webhook_id);
    if (!current || !webhook) return;
    const attempts = [...current.attempts, outcome.attempt];
    const next = outcome.ok ? null : nextAttemptAt(webhook, attempts.length, outcome);
    const status = outcome.ok ? 'succeeded' : next === null ? 'failed' : 'pending';
    const row: DeliveryRecord = { ...current, attempts, status, next_attempt_at: next };
    const health = healthAfter(webhook, outcome);
    store.commit((tx) => {
      tx.put('deliveries', { ...row, seq: tx.nextSeq() });
      if (health) tx.put('webhooks', { ...webhook, ...health });
    });
    deps.report(webhook, row, outcome);
    if (next !== null) scheduler.at(next, () => enqueue(row));
  }

  function nextAttemptAt(
    webhook: WebhookRecord,
    attempts: number,
    { retryAfterMs }: AttemptOutcome,
  ): number | null {
    const delay = retryDelays[webhook.retries][attempts - 1];
    if (delay === undefined) return null;
    return clock.now() + Math.max(delay, Math.min(retryAfterMs ?? 0, longestRetryAfter));
  }

  /** How the endpoint stands after an attempt; null when nothing changed. */
  function healthAfter(
    webhook: WebhookRecord,
    { ok, attempt }: AttemptOutcome,
  ): Partial<WebhookRecord> | null {
    if (ok) return webhook.failing_since === null ? null : { failing_since: null };
    const failing_since = webhook.failing_since ?? clock.now();
    const gone = attempt.status === 410;
    const tired = clock.now() - failing_since >= failingDaysToDisable;
    if (!gone && !tired) return webhook.failing_since === null ? { failing_since } : null;
    const disabled_reason = gone ? 'The endpoint answered 410 Gone' : 'Every delivery failed for five days';
    return { failing_since, enabled: false, disabled_reason };
  }

  /** Queues what is pending, now or at its time; `deliver` drops what was queued twice. */
  function takeUp(deliveries: Iterable<DeliveryRecord>) {
    for (const delivery of deliveries) {
      const due = delivery.next_attempt_at ?? clock.now();
      if (due <= clock.now()) enqueue(delivery);
      else scheduler.at(due, () => enqueue(delivery));
    }
  }
  const paused = new Set<WebhookId>();
  function resumePaused() {
    for (const webhook of webhooks.list()) {
      if (!webhook.enabled) paused.add(webhook.id);
      else if (paused.delete(webhook.id)) {
        takeUp(
          [...store.deliveries.ofWebhook(webhook.id)].filter(({ status }) => status === 'pending').reverse(),
        );
      }
    }
  }

  const unsubscribe = store.subscribe(onCommit);
  return {
    resume() {
      resumePaused();
      takeUp(store.deliveries.pending());
      const cursor = store.meta.get('webhook_cursor')?.seq;
      if (cursor === undefined || webhooks.list().length === 0) return;
      unowed = [...store.events.since(cursor)];
      flush();
    },
    stop() {
      stopped = true;
      unsubscribe();
    },
  };
}
