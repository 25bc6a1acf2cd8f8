import { day } from '../../contract/durations.js';
import { linkLocalIssue } from '../../contract/web/endpoint-url.js';
import { AppError, invalidField, notFound } from '../../contract/errors.js';
import type { DeliveryRecord } from '../../contract/delivery.js';
import type { WebhookEventType } from '../../contract/event.js';
import { applyPatch } from '../../contract/patch.js';
import { defaultRetries } from '../../contract/retry-schedules.js';
import { momentAfter } from '../../contract/time.js';
import { allWebhookEvents } from '../../contract/webhook.js';
import type { WebhookInput, WebhookPatch, WebhookRecord } from '../../contract/webhook.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { Clock } from '../time/clock.js';
import type { Store } from '../ports/ports.js';
import type { Random } from '../time/random.js';
import { createEnqueuer } from './enqueue.js';
import { createEventCursor } from './event-cursor.js';
import type { EventCursor } from './event-cursor.js';
import { exampleEvent } from './example-event.js';

export interface WebhooksDeps {
  store: Store;
  clock: Clock;
  random: Random;
  seed(): number;
  /** Whether endpoints may point at link-local and cloud metadata addresses. */
  allowLinkLocal: boolean;
}

/** The endpoints of a workspace and their deliveries. */
export interface Webhooks extends EventCursor {
  /** Newest first. */
  list(): WebhookRecord[];
  get(id: string): WebhookRecord;
  /** Answers a URL that an endpoint may have; throws a 400 of the field for another. */
  requireAllowed(url: string, field?: string): string;
  /** The secret is in the record; show it this once. */
  create(input: WebhookInput, origin?: WebhookRecord['origin']): WebhookRecord;
  update(id: string, patch: WebhookPatch): WebhookRecord;
  /** Removes the endpoint at once, then its deliveries in slices. */
  remove(id: string): Promise<void>;
  /** Removes deliveries whose endpoint is gone: a kill may have ended a removal in the middle. */
  sweep(): Promise<void>;
  /** Gives a new secret; for 24 h the old one signs the second header. */
  rotate(id: string, secret?: string | null): WebhookRecord;
  /**
   * Makes the endpoints of the settings exactly these, all with one secret: the given one, else the one that they have,
   * else a new one. Returns the secret.
   */
  syncWithSettings(urls: readonly string[], secret: string | null): string;
  /** Enqueues a delivery of an example event, which is in no log. Throws a 400 where the endpoint is disabled. */
  test(id: string, type?: WebhookEventType): DeliveryRecord;
}

/** Deliveries that are removed in one change: a few milliseconds. */
const removedAtOnce = 500;
const rotationMs = day;

/** A secret in the form of the real service's. */
const newSecret = (random: Random): string => `whsec_${random.base36(32)}`;

/** Throws a 400 unless the endpoint is enabled. */
export function requireEnabled({ id, enabled, disabled_reason }: WebhookRecord): void {
  if (enabled) return;
  throw new AppError(
    'INVALID_REQUEST',
    `The endpoint ${id} is disabled${disabled_reason ? `: ${disabled_reason}` : ''}`,
    {
      field: 'enabled',
      issue: 'Expected an enabled endpoint; PATCH it with {"enabled": true} first',
    },
  );
}

export function createWebhooks({ store, clock, random, seed, allowLinkLocal }: WebhooksDeps): Webhooks {
  const enqueuer = createEnqueuer({ store, clock, seed });
  const requireAllowed = (url: string, field = 'url'): string => {
    const issue = allowLinkLocal ? null : linkLocalIssue(url);
    if (issue) throw invalidField(field, issue);
    return url;
  };
  const get = (id: string): WebhookRecord => {
    const webhook = store.webhooks.get(id);
    if (!webhook) throw notFound('webhook', id);
    return webhook;
  };
  const put = (webhook: WebhookRecord): WebhookRecord => {
    store.commit((tx) => tx.put('webhooks', webhook));
    return webhook;
  };
  const newEndpoint = (input: WebhookInput, origin: WebhookRecord['origin']): WebhookRecord => ({
    id: store.newId('wh'),
    url: requireAllowed(input.url),
    events: input.events ?? allWebhookEvents(),
    secret: input.secret ?? newSecret(random),
    previous_secret: null,
    enabled: input.enabled ?? true,
    retries: input.retries ?? defaultRetries,
    origin,
    disabled_reason: null,
    failing_since: null,
    faults: input.faults ?? null,
    drawn: 0,
    from_seq: store.seq,
    created_at: clock.now(),
  });
  async function dropDeliveries(id: WebhookRecord['id']): Promise<void> {
    for (;;) {
      const ids: string[] = [];
      for (const delivery of store.deliveries.ofWebhook(id)) {
        if (ids.length === removedAtOnce) break;
        ids.push(delivery.id);
      }
      if (ids.length === 0) return;
      store.commit((tx) => ids.forEach((each) => tx.remove('deliveries', each)));
      await yieldToEventLoop();
    }
  }
  return {
    list: () => [...store.webhooks.values()].reverse(),
    get,
    requireAllowed,
    create: (input, origin = 'call') => put(newEndpoint(input, origin)),
    update(id, patch) {
      const webhook = get(id);
      if (patch.url) requireAllowed(patch.url);
      const { url, events, retries, enabled } = webhook;
      // null leaves these as they are: an endpoint has no state without them.
      const patched = applyPatch<WebhookRecord>(webhook, patch, { url, events, retries, enabled });
      return put({
        ...patched,
        ...(patch.faults === undefined ? {} : { drawn: 0 }),
        ...(patched.enabled && !enabled
          ? { disabled_reason: null, failing_since: null, from_seq: store.seq }
          : {}),
      });
    },
    async remove(id) {
      const webhook = get(id);
      store.commit((tx) => tx.remove('webhooks', webhook.id));
      await dropDeliveries(webhook.id);
    },
    async sweep() {
      const gone = new Set<WebhookRecord['id']>();
      for (const { webhook_id } of store.deliveries.values())
        if (!store.webhooks.get(webhook_id)) gone.add(webhook_id);
      for (const id of gone) await dropDeliveries(id);
    },
    rotate(id, secret) {
      const webhook = get(id);
      const previous_secret = { secret: webhook.secret, until: momentAfter(clock.now(), rotationMs) };
      return put({ ...webhook, secret: secret ?? newSecret(random), previous_secret });
    },
    syncWithSettings(urls, given) {
      const known = [...store.webhooks.values()].filter(({ origin }) => origin === 'settings');
      const secret = given ?? known[0]?.secret ?? newSecret(random);
      const wanted = new Set(urls);
      store.commit((tx) => {
        for (const webhook of known) {
          if (wanted.delete(webhook.url)) tx.put('webhooks', { ...webhook, secret });
          // `sweep` takes its deliveries.
          else tx.remove('webhooks', webhook.id);
        }
        for (const url of wanted) tx.put('webhooks', newEndpoint({ url, secret }, 'settings'));
      });
      return secret;
    },
    ...createEventCursor({ store, enqueue: enqueuer.all }),
    test(id, type) {
      const webhook = get(id);
      requireEnabled(webhook);
      const event = exampleEvent({
        type: type ?? webhook.events[0] ?? 'email.sent',
        at: clock.now(),
        newId: store.newId,
      });
      return store.commit((tx) => enqueuer.example(tx, webhook, event));
    },
  };
}
