import type { DeliveryRecord } from '../../contract/delivery.js';
import { namedBy, notFound } from '../../contract/errors.js';
import type { Clock } from '../time/clock.js';
import type { DeliveryFilter, DeliveryPage, Store } from '../ports/ports.js';
import { verifySignature } from '../../contract/web/signature.js';
import type { Verdict } from '../../contract/web/signature.js';
import { requireEnabled } from './endpoints.js';

export interface VerifyInput {
  payload: string;
  signature: string;
  secret?: string | undefined;
  /** The id of an endpoint, in place of its secret. */
  webhook?: string | undefined;
}

/** The log of deliveries, pending and settled. */
export interface Deliveries {
  get(id: string): DeliveryRecord;
  /** Newest first, from before the sequence number `before` on. */
  list(filter: DeliveryFilter, limit: number, before?: number): DeliveryPage;
  /** Newest first, up to `limit` of those that were attempted at least once. */
  attempted(filter: DeliveryFilter, limit: number): DeliveryRecord[];
  /** Makes the next attempt of a delivery due now, also when it had succeeded or failed for good. */
  redeliver(id: string): DeliveryRecord;
  /** Says whether a signature is right; compares with what was really sent where the payload names an event of ours. */
  verify(input: VerifyInput): Verdict;
}

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
  /** What was sent of the event that a payload seems to be. */
  const sentBody = (payload: string): string | undefined => {
    const event = eventIdIn(payload);
    return event ? store.deliveries.page({ event }, 1).rows[0]?.body : undefined;
  };
  return {
    get,
    list: (filter, limit, before) => store.deliveries.page(filter, limit, before),
    attempted: (filter, limit) => store.deliveries.page({ ...filter, attempted: true }, limit).rows,
    redeliver(id) {
      const delivery = get(id);
      requireEnabled(endpoint(delivery.webhook_id));
      const due: DeliveryRecord = { ...delivery, status: 'pending', next_attempt_at: clock.now() };
      store.commit((tx) => tx.put('deliveries', due));
      return due;
    },
    verify({ payload, signature, secret, webhook }) {
      const known = webhook === undefined ? null : namedBy('webhook', () => endpoint(webhook));
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
