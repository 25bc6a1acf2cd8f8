import type { DeliveryId, WebhookId } from '../contract/ids.js';
import type { WebhookRecord } from '../contract/webhook.js';
import type { Timers } from '../core/time/clock.js';
import { createPace } from '../core/time/pace.js';
import type { Commit, Store } from '../core/ports/ports.js';
import type { Scheduler } from '../core/time/scheduler.js';
import type { Webhooks } from '../core/webhooks/endpoints.js';
import type { Sender } from './attempt.js';
import { createRecorder } from './attempt-recorder.js';
import type { RecorderDeps } from './attempt-recorder.js';
import { createEndpoint } from './endpoint.js';
import type { Endpoint } from './endpoint.js';
import { createFanOut } from './fan-out.js';

export interface DispatcherDeps extends RecorderDeps {
  store: Store;
  timers: Timers;
  scheduler: Scheduler;
  webhooks: Webhooks;
  /** Opens the way to one endpoint. */
  openSender(): Sender;
}

/** Delivers events to the webhook endpoints of a workspace. */
export interface Dispatcher {
  /** Goes on where the last process stopped. */
  resume(): void;
  /** Ends at once, with the attempts in flight: none of them is recorded. */
  end(): void;
  /** Lets the attempts in flight end, for a second, then cuts them: they are made again at the next start. */
  stop(): Promise<void>;
}

const storeRetryMs = 1000;
const graceMs = 1000;

/**
 * Hands pending deliveries to their endpoints. Each arrives as a commit and is sent only once that commit is on disk:
 * a delivery that a receiver saw has the same id after any crash.
 */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const { store, timers, scheduler, webhooks } = deps;
  const endpoints = new Map<WebhookId, Endpoint>();
  let incoming: DeliveryId[] = [];
  let isFlushing = false;
  let stopped = false;

  const later = (act: () => void) => void timers.after(storeRetryMs, () => !stopped && act());
  const fanOut = createFanOut({ events: webhooks, watch: scheduler.watch, later });
  const recorder = createRecorder(deps);

  function onCommit({ events, changes }: Commit) {
    for (const change of changes) {
      if (change.table === 'webhooks') follow(change.id as WebhookId, change.row);
      if (change.table === 'deliveries' && change.row?.status === 'pending') incoming.push(change.row.id);
    }
    if (events.length > 0) fanOut.wake();
    flush();
  }
  /**
   * Undocumented: we chose that a disabled endpoint keeps its pending deliveries, in the store, until it is enabled
   * again.
   */
  function follow(id: WebhookId, webhook: WebhookRecord | null) {
    if (!webhook) drop(id);
    else if (!webhook.enabled) endpointOf(id).pause();
    else if (endpointOf(id).unpause()) for (const delivery of pendingOf(id)) incoming.push(delivery);
  }
  function drop(id: WebhookId) {
    const endpoint = endpoints.get(id);
    void endpoint?.stop().then(() => {
      endpoint.cut();
      endpoints.delete(id);
    });
  }
  function endpointOf(id: WebhookId): Endpoint {
    const known = endpoints.get(id);
    if (known) return known;
    const endpoint = createEndpoint({
      ...deps,
      id,
      sender: deps.openSender(),
      record: recorder.record,
      later,
    });
    endpoints.set(id, endpoint);
    return endpoint;
  }
  /** Oldest first. */
  const pendingOf = (id: WebhookId): DeliveryId[] =>
    [...store.deliveries.ofWebhook(id)]
      .filter(({ status }) => status === 'pending')
      .map((delivery) => delivery.id)
      .reverse();

  function flush() {
    if (isFlushing || stopped || incoming.length === 0) return;
    isFlushing = true;
    scheduler.watch('queueing webhook deliveries', enqueueIncoming());
  }
  async function enqueueIncoming(): Promise<void> {
    const pace = createPace();
    try {
      while (incoming.length > 0) {
        const batch = incoming;
        incoming = [];
        await store.durable().catch((error: unknown) => {
          incoming = [...batch, ...incoming];
          throw error;
        });
        for (const id of batch) {
          await pace();
          enqueue(id);
        }
      }
    } catch (error) {
      later(flush);
      throw error;
    } finally {
      isFlushing = false;
    }
  }
  function enqueue(id: DeliveryId) {
    const delivery = store.deliveries.get(id);
    if (delivery?.status === 'pending' && !stopped) endpointOf(delivery.webhook_id).enqueue(delivery);
  }
  function leave() {
    stopped = true;
    unsubscribe();
    fanOut.stop();
  }
  const cutAll = () => endpoints.forEach((endpoint) => endpoint.cut());

  const unsubscribe = store.subscribe(onCommit);
  return {
    resume() {
      for (const webhook of webhooks.list()) follow(webhook.id, webhook);
      scheduler.watch('removing deliveries of former endpoints', webhooks.sweep());
      recorder.resume();
      for (const { id } of store.deliveries.pending()) incoming.push(id);
      flush();
      fanOut.wake();
    },
    end() {
      leave();
      cutAll();
    },
    async stop() {
      leave();
      const ended = Promise.all([...endpoints.values()].map((endpoint) => endpoint.stop()));
      await Promise.race([ended, new Promise<void>((resolve) => timers.after(graceMs, resolve))]);
      cutAll();
      await ended;
    },
  };
}
