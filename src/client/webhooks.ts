import type { Delivery } from '../contract/delivery.js';
import type { WebhookEventType } from '../contract/event.js';
import type { RetryPreset } from '../contract/retry-schedules.js';
import type { Webhook, WebhookFaults } from '../contract/webhook.js';
import type { ControlClient } from './http.js';
import { pageOf, rowsOf } from './lists.js';
import type { Page, PageOptions } from './lists.js';
import { first } from './waiting.js';
import type { Waiting, WaitOptions } from './waiting.js';

/** Durations (`reorder`, `delay`) are `"2s"` and the like, or milliseconds; an absent one is off. */
export type WebhookFaultsInput = Partial<
  Omit<WebhookFaults, 'reorder' | 'delay'> & {
    /** Each delivery is held back for a random part of this time. */
    reorder: string | number;
    /** Each delivery is held back for this long. */
    delay: string | number;
  }
>;

/** An endpoint to be made. */
export interface NewWebhook {
  /** Where deliveries are posted: http or https. */
  url: string;
  /** All six unless given. */
  events?: WebhookEventType[];
  /** What signs them; made up unless given. */
  secret?: string;
  /** Whether it gets any; true unless given. */
  enabled?: boolean;
  /** How failed deliveries are retried; `standard` unless given. */
  retries?: RetryPreset;
  /** What goes wrong on purpose; nothing unless given. */
  faults?: WebhookFaultsInput | null;
}

/** Which deliveries: everything given must hold. */
export interface DeliveryMatch {
  /** The id of an endpoint. */
  webhook?: string;
  /** An event id or type. */
  event?: string;
  /** How far they are. */
  status?: Delivery['status'];
}

/** A signature to be checked. */
export interface SignatureClaim {
  /** The body as it was received. */
  payload: string;
  /** The value of the signature header. */
  signature: string;
  /** Needed unless `webhook` names an endpoint. */
  secret?: string;
  /** The id of an endpoint, in place of its secret. */
  webhook?: string;
}

/** An endpoint when it is made or its secret is changed. */
export type WebhookWithSecret = Webhook & {
  /** What signs its deliveries, shown this once. */
  secret: string;
};

/** Endpoints, and what was sent to them. */
export interface WebhooksClient {
  /** All endpoints. */
  list(): Promise<Webhook[]>;
  /** One endpoint. Rejects with an `EmulatorError` (404) where there is none. */
  get(id: string): Promise<Webhook>;
  /** Makes an endpoint; its secret is answered this once. Rejects with an `EmulatorError` (400) that names what is wrong. */
  add(webhook: NewWebhook): Promise<WebhookWithSecret>;
  /** Changes an endpoint; what is absent stays. Rejects with an `EmulatorError`: 404 where there is none, 400 for a wrong value. */
  update(id: string, change: Partial<Omit<NewWebhook, 'secret'>>): Promise<Webhook>;
  /** Removes an endpoint with what it has not got yet. Rejects with an `EmulatorError` (404) where there is none. */
  remove(id: string): Promise<void>;
  /**
   * Gives a new secret, made up unless given; for 24 h the old one signs a second header. Rejects with an `EmulatorError`: 404
   * where there is no such endpoint, 400 for a wrong secret.
   */
  rotate(id: string, secret?: string): Promise<WebhookWithSecret>;
  /**
   * Sends an example event, which is in no log; resolves when it was attempted. Rejects with an `EmulatorError`: 404 where there
   * is no such endpoint, 400 where it is disabled.
   */
  test(id: string, event?: WebhookEventType): Promise<Delivery>;
  /** Deliveries, newest first: 500 unless `limit` says otherwise. `nextCursor` of the page leads on. */
  deliveries(match?: DeliveryMatch & PageOptions): Promise<Page<Delivery>>;
  /** All deliveries that match, newest first, page by page. */
  allDeliveries(match?: DeliveryMatch): AsyncIterable<Delivery>;
  /** One delivery. Rejects with an `EmulatorError` (404) where there is none. */
  delivery(id: string): Promise<Delivery>;
  /** The newest match that was attempted, as soon as there is one; rejects with what there is. */
  waitFor(match?: DeliveryMatch, waiting?: WaitOptions): Promise<Delivery>;
  /** As many attempted matches as `count`, newest first, as soon as there are. */
  waitForAll(match: DeliveryMatch, waiting: Waiting): Promise<Delivery[]>;
  /**
   * Makes the next attempt now, with the same id and bytes; resolves when it was made. Rejects with an `EmulatorError`: 404 where
   * there is no such delivery, 400 where its endpoint is disabled.
   */
  redeliver(id: string): Promise<Delivery>;
  /**
   * Says whether a signature is right and, if not, why. Rejects with an `EmulatorError`: 400 without a secret and an endpoint, 404
   * where there is no such endpoint.
   */
  verify(claim: SignatureClaim): Promise<{
    /** Whether the signature is right. */
    valid: boolean;
    /** Why it is not, or that it is. */
    reason: string;
  }>;
}

export function webhooksOf(client: ControlClient): WebhooksClient {
  const { call } = client;
  const post = <T>(path: string, body: object = {}) => call<T>(path, { method: 'POST', body });
  const waitForAll: WebhooksClient['waitForAll'] = (match, waiting) =>
    call('/deliveries/wait', { query: { ...match, ...waiting } });
  return {
    list: () => call('/webhooks'),
    get: (id) => call(`/webhooks/${encodeURIComponent(id)}`),
    add: (webhook) => post('/webhooks', webhook),
    update: (id, change) => call(`/webhooks/${encodeURIComponent(id)}`, { method: 'PATCH', body: change }),
    remove: async (id) => void (await call(`/webhooks/${encodeURIComponent(id)}`, { method: 'DELETE' })),
    rotate: (id, secret) =>
      post(`/webhooks/${encodeURIComponent(id)}/rotate`, secret === undefined ? {} : { secret }),
    test: (id, event) =>
      post(`/webhooks/${encodeURIComponent(id)}/test`, event === undefined ? {} : { event }),
    deliveries: (match = {}) => pageOf(client, '/deliveries', { limit: 500, ...match }),
    allDeliveries: (match = {}) => rowsOf(client, '/deliveries', { ...match }),
    delivery: (id) => call(`/deliveries/${encodeURIComponent(id)}`),
    waitForAll,
    waitFor: async (match = {}, waiting = {}) => first(await waitForAll(match, { ...waiting, count: 1 })),
    redeliver: (id) => post(`/deliveries/${encodeURIComponent(id)}/redeliver`),
    verify: (claim) => post('/webhooks/verify', claim),
  };
}
