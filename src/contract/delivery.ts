import * as z from 'zod';
import { Count } from './count.js';
import { WebhookEventType } from './event.js';
import { DeliveryId, EventId, WebhookId } from './ids.js';
import { Instant, IsoText, toIso, toIsoOrNull } from './time.js';
import { FaultMark } from './webhook.js';

/**
 * One try of a delivery: what went out and what came back (the first 64 KiB of it). `faults` are those that the emulator
 * put into it on purpose. A `trimmed` one is old, and lost its headers and most of its answer to keep memory bounded.
 */
export const Attempt = z.object({
  /** From 1 on, in order. */
  number: Count.min(1),
  /** When it began: UTC, ISO 8601 with whole seconds. */
  at: Instant,
  /** How long it took, in milliseconds. */
  duration_ms: z.number(),
  /** The HTTP status of the answer; null where there was none. */
  status: z.int().min(100).max(999).nullable(),
  /** Why there was no answer, or none that counts: it broke off, or is a redirect; null where its status says all. */
  error: z.string().nullable(),
  /** What the emulator did to it on purpose. */
  faults: z.array(FaultMark),
  /** The headers that went out. */
  request_headers: z.record(z.string(), z.string()),
  /** The headers of the answer. */
  response_headers: z.record(z.string(), z.string()),
  /** The first 64 KiB of the answer. */
  response_body: z.string(),
  /** Whether headers and answer went because it is old. */
  trimmed: z.boolean(),
});
export type Attempt = z.output<typeof Attempt>;

/** How far a delivery is: not yet, received with 2xx, or given up. */
export const DeliveryStatus = z.enum(['pending', 'succeeded', 'failed'], {
  error: 'Expected "pending", "succeeded" or "failed"',
});
export type DeliveryStatus = z.output<typeof DeliveryStatus>;

/**
 * One event that is queued for one endpoint, or was. `body` is built once and sent byte for byte on every attempt. `seq` is its place among
 * the deliveries and never changes. A pending one without `next_attempt_at` is due at once. `draw` is the number from which
 * its faults are drawn, null where the endpoint has none. The event of a `test` delivery is not in the log.
 */
export const DeliveryRecord = z.object({
  /** Such as `dlv_1a2b3c4d`, the same on every attempt. */
  id: DeliveryId,
  /** Its place among the deliveries. */
  seq: Count,
  /** The endpoint. */
  webhook_id: WebhookId,
  /** The event that it brings. */
  event_id: EventId,
  /** The type of the event. */
  event_type: WebhookEventType,
  /** Whether its event is an example that is in no log. */
  test: z.boolean(),
  /** The bytes of every attempt. */
  body: z.string(),
  /** How far it is. */
  status: DeliveryStatus,
  /** What was tried, in order. */
  attempts: z.array(Attempt),
  /** When it is tried again: ISO 8601; null where it is due or over. */
  next_attempt_at: Instant.nullable(),
  draw: Count.nullable(),
  /** When it was made: UTC, ISO 8601 with whole seconds. */
  created_at: Instant,
});
export type DeliveryRecord = z.output<typeof DeliveryRecord>;

/** One event for one endpoint, with every attempt. */
export const Delivery = DeliveryRecord.omit({ draw: true })
  .extend({
    /** What was tried, in order. */
    attempts: z.array(
      Attempt.extend({
        /** When it began: UTC, ISO 8601 with whole seconds. */
        at: IsoText,
      }),
    ),
    /** When it is tried again: ISO 8601; null where it is due or over. */
    next_attempt_at: IsoText.nullable(),
    /** When it was made: UTC, ISO 8601 with whole seconds. */
    created_at: IsoText,
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.output<typeof Delivery>;

export const toDelivery = ({ draw: _internal, ...record }: DeliveryRecord): Delivery => ({
  ...record,
  attempts: record.attempts.map((attempt) => ({ ...attempt, at: toIso(attempt.at) })),
  next_attempt_at: toIsoOrNull(record.next_attempt_at),
  created_at: toIso(record.created_at),
});

/** Whether the endpoint has the delivery: a whole answer of 2xx. */
export const isAccepted = ({ status, error }: Pick<Attempt, 'status' | 'error'>): boolean =>
  status !== null && status >= 200 && status < 300 && error === null;

/** The number of the attempt that comes next. */
export const nextNumber = ({ attempts }: Pick<DeliveryRecord, 'attempts'>): number =>
  (attempts.at(-1)?.number ?? 0) + 1;
