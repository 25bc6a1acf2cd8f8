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
  Omit<WebhookFaults, 'reorder' | 'delay'> & { reorder: string | number; delay: string | number }
>;

export interface NewWebhook {
  url: string;
  /** All six unless given. */
  events?: WebhookEventType[];
  secret?: string;
  enabled?: boolean;
  retries?: RetryPreset;
  faults?: WebhookFaultsInput | null;
}

/** Which deliveries: everything given must hold. */
export interface DeliveryMatch {
  webhook?: string;
  /** An event id or type. */
  event?: string;
  status?: Delivery['status'];
}

export interface SignatureClaim {
  /** The body as it was received. */
  payload: string;
  signature: string;
  /** Needed unless `webhook` names an endpoint. */
  secret?: string;
  webhook?: string;
}

export interface WebhooksClient {
  list(): Promise<Webhook[]>;
  get(id: string): Promise<Webhook>;
  add(webhook: NewWebhook): Promise<Webhook & { secret: string }>;
  update(id: string, change: Partial<Omit<NewWebhook, 'secret'>>): Promise<Webhook>;
  remove(id: string): Promise<void>;
  /** Gives a new secret, made up unless given; for 24 h the old one signs a second header. */
  rotate(id: string, secret?: string): Promise<Webhook & { secret: string }>;
  /** Sends an example event, which is in no log; resolves when it was attempted. */
  test(id: string, event?: WebhookEventType): Promise<Delivery>;
  /** Deliveries, newest first: 500 unless `limit` says otherwise. `nextCursor` of the page leads on. */
  deliveries(match?: DeliveryMatch & PageOptions): Promise<Page<Delivery>>;
  /** All deliveries that match, newest first, page by page. */
  allDeliveries(match?: DeliveryMatch): AsyncIterable<Delivery>;
  delivery(id: string): Promise<Delivery>;
  /** The newest match that was attempted, as soon as there is one; rejects with what there is. */
  waitFor(match?: DeliveryMatch, waiting?: WaitOptions): Promise<Delivery>;
  waitForAll(match: DeliveryMatch, waiting: Waiting): Promise<Delivery[]>;
  /** Makes the next attempt now, with the same id and bytes; resolves when it was made. */
  redeliver(id: string): Promise<Delivery>;
  /** Says whether a signature is right and, if not, why. */
  verify(claim: SignatureClaim): Promise<{ valid: boolean; reason: string }>;
}

export function webhooksOf(client: ControlClient): WebhooksClient {
  const { call } = client;
  const post = <T>(path: string, body: object = {}) => call<T>(path, { method: 'POST', body });
  const waitForAll: WebhooksClient['waitForAll'] = (match, waiting) =>
    call('/deliveries/wait', { query: { ...match, ...waiting } });
  return {
    list: () => call('/webhooks'),
    get: (id) => call(`/webhooks/${id}`),
    add: (webhook) => post('/webhooks', webhook),
    update: (id, change) => call(`/webhooks/${id}`, { method: 'PATCH', body: change }),
    remove: async (id) => void (await call(`/webhooks/${id}`, { method: 'DELETE' })),
    rotate: (id, secret) => post(`/webhooks/${id}/rotate`, secret === undefined ? {} : { secret }),
    test: (id, event) => post(`/webhooks/${id}/test`, event === undefined ? {} : { event }),
    deliveries: (match = {}) => pageOf(client, '/deliveries', { limit: 500, ...match }),
    allDeliveries: (match = {}) => rowsOf(client, '/deliveries', { ...match }),
    delivery: (id) => call(`/deliveries/${id}`),
    waitForAll,
    waitFor: async (match = {}, waiting = {}) => first(await waitForAll(match, { ...waiting, count: 1 })),
    redeliver: (id) => post(`/deliveries/${id}/redeliver`),
    verify: (claim) => post('/webhooks/verify', claim),
  };
}
