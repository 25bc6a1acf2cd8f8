import { notFound } from '../contract/errors.js';
import type { EventRecord, WebhookEventType } from '../contract/event.js';
import { webhookEventTypes } from '../contract/event.js';
import { toIso } from '../contract/time.js';
import { allWebhookEvents } from '../contract/webhook.js';
import type { DeliveryRecord, WebhookInput, WebhookPatch, WebhookRecord } from '../contract/webhook.js';
import type { Clock } from './clock.js';
import type { Store, Tx } from './ports.js';
import type { Random } from './random.js';

export interface WebhooksDeps {
  store: Store;
  clock: Clock;
  random: Random;
}

/** Endpoints of a workspace and what is owed to them. */
export interface Webhooks {
  list(): WebhookRecord[];
  get(id: string): WebhookRecord;
  /** The secret is in the record; show it this once. */
  create(input: WebhookInput): WebhookRecord;
  update(id: string, patch: WebhookPatch): WebhookRecord;
  /** Removes the endpoint and what is still owed to it. */
  remove(id: string): void;
  /** Gives a new secret; for 24 h the old one signs the second header. */
  rotate(id: string): WebhookRecord;
  /** Makes the endpoints of the settings exactly these, all with one secret. */
  adopt(urls: readonly string[], secret: string): void;
  /** Adds a delivery of an event to an endpoint to a change. */
  owe(tx: Tx, webhook: WebhookRecord, event: EventRecord): DeliveryRecord | null;
}

const rotationMs = 24 * 3_600_000;

/** A secret in the form of the real service's. */
export const newSecret = (random: Random): string => `whsec_${random.base36(32)}`;

const isWebhookEvent = (type: string): type is WebhookEventType =>
  (webhookEventTypes as readonly string[]).includes(type);

/** The body of a delivery: built once, so that it is the same bytes on every attempt. */
const bodyOf = ({ id, type, created_at, data }: EventRecord): string =>
  JSON.stringify({ id, type, created_at: toIso(created_at), data });

export function createWebhooks({ store, clock, random }: WebhooksDeps): Webhooks {
  const get = (id: string): WebhookRecord => {
    const webhook = store.webhooks.get(id);
    if (!webhook) throw notFound('webhook', id);
    return webhook;
  };
  const put = (webhook: WebhookRecord): WebhookRecord => {
    store.commit((tx) => tx.put('webhooks', webhook));
    return webhook;
  };
  const fresh = (input: WebhookInput, origin: WebhookRecord['origin']): WebhookRecord => ({
    id: store.newId('wh'),
    url: input.url,
    events: input.events ?? allWebhookEvents(),
    secret: input.secret ?? newSecret(random),
    previous_secret: null,
    enabled: input.enabled ?? true,
    retries: input.retries ?? 'standard',
    origin,
    disabled_reason: null,
    failing_since: null,
    created_at: clock.now(),
  });
  return {
    list: () => [...store.webhooks.values()],
    get,
    create: (input) => put(fresh(input, 'call')),
    update(id, patch) {
      const webhook = get(id);
      const enabled = patch.enabled ?? webhook.enabled;
      return put({
        ...webhook,
        url: patch.url ?? webhook.url,
        events: patch.events ?? webhook.events,
        retries: patch.retries ?? webhook.retries,
        enabled,
        ...(enabled
          ? { disabled_reason: null, failing_since: webhook.enabled ? webhook.failing_since : null }
          : {}),
      });
    },
    remove(id) {
      get(id);
      store.commit((tx) => {
        tx.remove('webhooks', id);
        for (const delivery of store.deliveries.ofWebhook(id as WebhookRecord['id']))
          tx.remove('deliveries', delivery.id);
      });
    },
    rotate(id) {
      const webhook = get(id);
      const previous_secret = { secret: webhook.secret, until: clock.now() + rotationMs };
      return put({ ...webhook, secret: newSecret(random), previous_secret });
    },
    adopt(urls, secret) {
      const wanted = new Set(urls);
      store.commit((tx) => {
        for (const webhook of store.webhooks.values()) {
          if (webhook.origin !== 'settings') continue;
          if (wanted.delete(webhook.url)) tx.put('webhooks', { ...webhook, secret });
          else tx.remove('webhooks', webhook.id);
        }
        for (const url of wanted) tx.put('webhooks', fresh({ url, secret }, 'settings'));
      });
    },
    owe(tx, webhook, event) {
      if (!isWebhookEvent(event.type)) return null;
      const delivery: DeliveryRecord = {
        id: store.newId('dlv'),
        seq: tx.nextSeq(),
        webhook_id: webhook.id,
        event_id: event.id,
        event_type: event.type,
        body: bodyOf(event),
        status: 'pending',
        attempts: [],
        next_attempt_at: clock.now(),
        created_at: clock.now(),
      };
      tx.put('deliveries', delivery);
      return delivery;
    },
  };
}
