import * as z from 'zod';
import { WebhookEventType } from './event.js';
import { DeliveryId, EventId, WebhookId } from './ids.js';
import { Instant, toIso, toIsoOrNull } from './time.js';
import { FaultMark } from './webhook.js';

/**
 * One try of a delivery: what went out and what came back (the first 64 KiB of it). `faults` are those that the emulator
 * put into it on purpose. A `trimmed` one is old, and lost its headers and most of its answer to keep memory bounded.
 */
export const Attempt = z.object({
  number: z.int(),
  at: Instant,
  duration_ms: z.number(),
  status: z.int().nullable(),
  error: z.string().nullable(),
  faults: z.array(FaultMark),
  request_headers: z.record(z.string(), z.string()),
  response_headers: z.record(z.string(), z.string()),
  response_body: z.string(),
  trimmed: z.boolean(),
});
export type Attempt = z.output<typeof Attempt>;

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
  id: DeliveryId,
  seq: z.int(),
  webhook_id: WebhookId,
  event_id: EventId,
  event_type: WebhookEventType,
  test: z.boolean(),
  body: z.string(),
  status: DeliveryStatus,
  attempts: z.array(Attempt),
  next_attempt_at: Instant.nullable(),
  draw: z.int().nullable(),
  created_at: Instant,
});
export type DeliveryRecord = z.output<typeof DeliveryRecord>;

export const Delivery = DeliveryRecord.omit({ draw: true })
  .extend({
    attempts: z.array(Attempt.extend({ at: z.string() })),
    next_attempt_at: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'Delivery' });
export type Delivery = z.output<typeof Delivery>;

export const toDelivery = ({ draw: _internal, ...record }: DeliveryRecord): Delivery => ({
  ...record,
  attempts: record.attempts.map((attempt) => ({ ...attempt, at: toIso(attempt.at) })),
  next_attempt_at: toIsoOrNull(record.next_attempt_at),
  created_at: toIso(record.created_at),
});

/** The number of the attempt that comes next. */
export const nextNumber = ({ attempts }: Pick<DeliveryRecord, 'attempts'>): number =>
  (attempts.at(-1)?.number ?? 0) + 1;
