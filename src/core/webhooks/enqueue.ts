import type { DeliveryRecord } from '../../contract/delivery.js';
import { webhookEventTypes } from '../../contract/event.js';
import type { EventRecord, WebhookEventType } from '../../contract/event.js';
import { momentAfter, toIso } from '../../contract/time.js';
import type { WebhookRecord } from '../../contract/webhook.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';
import { holdBack } from './faults.js';

export interface EnqueuerDeps {
  store: Store;
  clock: Clock;
  seed(): number;
}

type DeliveredEvent = Omit<EventRecord, 'seq'>;

/** Makes deliveries of events. */
export interface Enqueuer {
  /** Adds the deliveries of events to a change, for every endpoint that wants them. */
  all(tx: Tx, events: readonly EventRecord[]): void;
  /** Adds the delivery of an event that is in no log. */
  example(tx: Tx, webhook: WebhookRecord, event: DeliveredEvent): DeliveryRecord;
}

const isWebhookEvent = (type: string): type is WebhookEventType =>
  (webhookEventTypes as readonly string[]).includes(type);

const wants = (webhook: WebhookRecord, { type, seq }: EventRecord): boolean =>
  webhook.enabled && seq > webhook.from_seq && isWebhookEvent(type) && webhook.events.includes(type);

/** The body of a delivery: built once, so that it is the same bytes on every attempt. */
const bodyOf = ({ id, type, created_at, data }: DeliveredEvent): string =>
  JSON.stringify({ id, type, created_at: toIso(created_at), data });

export function createEnqueuer({ store, clock, seed }: EnqueuerDeps): Enqueuer {
  function put(
    tx: Tx,
    { id, faults, drawn }: WebhookRecord,
    { event, test }: { event: DeliveredEvent; test: boolean },
  ): DeliveryRecord {
    const draw = faults && !test ? drawn : null;
    const hold = draw === null ? 0 : holdBack({ faults }, draw, seed());
    const delivery: DeliveryRecord = {
      id: store.newId('dlv'),
      seq: tx.nextSeq(),
      webhook_id: id,
      event_id: event.id,
      event_type: event.type as WebhookEventType,
      test,
      body: bodyOf(event),
      status: 'pending',
      attempts: [],
      next_attempt_at: hold > 0 ? momentAfter(clock.now(), hold) : null,
      draw,
      created_at: clock.now(),
    };
    tx.put('deliveries', delivery);
    return delivery;
  }
  return {
    all(tx, events) {
      for (const endpoint of store.webhooks.values()) {
        let { drawn } = endpoint;
        for (const event of events) {
          if (!wants(endpoint, event)) continue;
          put(tx, { ...endpoint, drawn }, { event, test: false });
          drawn += 1;
        }
        if (endpoint.faults && drawn > endpoint.drawn) tx.put('webhooks', { ...endpoint, drawn });
      }
    },
    example: (tx, webhook, event) => put(tx, webhook, { event, test: true }),
  };
}
