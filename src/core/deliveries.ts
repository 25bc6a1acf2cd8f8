import type { DeliveryRecord, DeliveryStatus } from '../contract/delivery.js';
import { notFound } from '../contract/errors.js';
import type { WebhookId } from '../contract/ids.js';
import type { Clock } from './clock.js';
import type { Store } from './ports.js';
import { verifySignature } from './signature.js';
import type { Verdict } from './signature.js';
import { requireEnabled } from './webhooks.js';

/** Which deliveries: everything given must hold. */
export interface DeliveryFilter {
  webhook?: string | undefined;
  /** An event id or type. */
  event?: string | undefined;
  status?: DeliveryStatus | undefined;
}

export interface VerifyInput {
  payload: string;
  signature: string;
  secret?: string | undefined;
  /** An endpoint, whose secrets are meant. */
  webhook?: string | undefined;
}

/** The log of what was and is owed to the endpoints. */
export interface Deliveries {
  get(id: string): DeliveryRecord;
  /** Newest first, from before the sequence number `before` on. */
  list(filter: DeliveryFilter, limit: number, before?: number): { rows: DeliveryRecord[]; more: boolean };
  count(filter: DeliveryFilter): number;
  /** Newest first, up to `limit` of those that were attempted at least once. */
  attempted(filter: DeliveryFilter, limit: number): DeliveryRecord[];
  /** Makes the next attempt of a delivery due now, also when it had succeeded or failed for good. */
  redeliver(id: string): DeliveryRecord;
  /** Says whether a signature is right; compares with what was really sent where the payload names an event of ours. */
  verify(input: VerifyInput): Verdict;
}

const passes = (row: DeliveryRecord, { webhook, event, status }: DeliveryFilter): boolean =>
  (!webhook || row.webhook_id === webhook) &&
  (!event || row.event_id === event || row.event_type === event) &&
  (!status || row.status === status);

const eventIdIn = (payload: string): string | null =>
  /"id"\s*:\s*"(evt_[0-9a-z]{8})"/.exec(payload)?.[1] ?? null;

export function createDeliveries({ store, clock }: { store: Store; clock: Clock }): Deliveries {
  const get = (id: string): DeliveryRecord => {
    const delivery = store.deliveries.get(id);
    if (!delivery) throw notFound('delivery', id);
    return delivery;
  };
  const endpoint = (id: string) => {
    const webhook = store.webhooks.get(id);
    if (!webhook) throw notFound('webhook', id);
    return webhook;
  };
  function* matching(filter: DeliveryFilter, before?: number): Iterable<DeliveryRecord> {
    const { webhook } = filter;
    const among =
      webhook && before === undefined
        ? store.deliveries.ofWebhook(webhook as WebhookId)
        : store.deliveries.newestFirst(before);
    for (const row of among) if (passes(row, filter)) yield row;
  }
  /** What was sent of the event that a payload seems to be. */
  const sentBody = (payload: string): string | undefined => {
    const event = eventIdIn(payload);
    if (event) for (const row of matching({ event })) return row.body;
    return undefined;
  };
  return {
    get,
    list(filter, limit, before) {
      const rows: DeliveryRecord[] = [];
      for (const row of matching(filter, before)) {
        if (rows.length === limit) return { rows, more: true };
        rows.push(row);
      }
      return { rows, more: false };
    },
    count(filter) {
      if (!filter.webhook && !filter.event && !filter.status) return store.deliveries.size;
      let count = 0;
      for (const _row of matching(filter)) count += 1;
      return count;
    },
    attempted(filter, limit) {
      const rows: DeliveryRecord[] = [];
      for (const row of matching(filter)) {
        if (row.attempts.length > 0) rows.push(row);
        if (rows.length === limit) break;
      }
      return rows;
    },
    redeliver(id) {
      const delivery = get(id);
      requireEnabled(endpoint(delivery.webhook_id));
      const due: DeliveryRecord = { ...delivery, status: 'pending', next_attempt_at: clock.now() };
      store.commit((tx) => tx.put('deliveries', due));
      return due;
    },
    verify({ payload, signature, secret, webhook }) {
      const known = webhook === undefined ? null : endpoint(webhook);
      return verifySignature({
        payload,
        signature,
        secret: secret ?? known?.secret ?? '',
        previousSecret: known?.previous_secret?.secret ?? null,
        sentBody: sentBody(payload) ?? null,
      });
    },
  };
}
