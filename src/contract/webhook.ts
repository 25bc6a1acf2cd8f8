import { z } from 'zod';
import { webhookEventTypes, WebhookEventType } from './event.js';
import { requiredLine } from './fields.js';
import { DeliveryId, EventId, WebhookId } from './ids.js';
import { Instant, toIso, toIsoOrNull } from './time.js';

export const RetryPreset = z.enum(['standard', 'fast', 'none'], {
  error: 'Expected "standard", "fast" or "none"',
});
export type RetryPreset = z.output<typeof RetryPreset>;

const HttpUrl = z
  .string()
  .max(2000, { error: 'Expected at most 2000 characters' })
  .refine((text) => /^https?:$/.test(URL.canParse(text) ? new URL(text).protocol : ''), {
    error: 'Expected an http or https URL',
  });

export const WebhookInput = z
  .strictObject({
    url: HttpUrl,
    events: z.array(WebhookEventType).min(1, { error: 'Expected at least one event type' }).nullish(),
    secret: requiredLine(200).nullish(),
    enabled: z.boolean().nullish(),
    retries: RetryPreset.nullish(),
  })
  .meta({ id: 'WebhookInput' });
export type WebhookInput = z.output<typeof WebhookInput>;

export const WebhookPatch = WebhookInput.omit({ secret: true }).partial().meta({ id: 'WebhookPatch' });
export type WebhookPatch = z.output<typeof WebhookPatch>;

/** An endpoint as it is stored. `origin` tells those of `--webhook-url` from those made by a call. */
export const WebhookRecord = z.object({
  id: WebhookId,
  url: z.string(),
  events: z.array(WebhookEventType),
  secret: z.string(),
  previous_secret: z.object({ secret: z.string(), until: Instant }).nullable(),
  enabled: z.boolean(),
  retries: RetryPreset,
  origin: z.enum(['settings', 'call']),
  disabled_reason: z.string().nullable(),
  failing_since: Instant.nullable(),
  created_at: Instant,
});
export type WebhookRecord = z.output<typeof WebhookRecord>;

/** An endpoint on the wire; the secret is shown once, when it is made or rotated. */
export const Webhook = z
  .object({
    id: WebhookId,
    url: z.string(),
    events: z.array(WebhookEventType),
    enabled: z.boolean(),
    retries: RetryPreset,
    disabled_reason: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.output<typeof Webhook>;

export const toWebhook = (record: WebhookRecord): Webhook => ({
  id: record.id,
  url: record.url,
  events: record.events,
  enabled: record.enabled,
  retries: record.retries,
  disabled_reason: record.disabled_reason,
  created_at: toIso(record.created_at),
});

export const allWebhookEvents = (): WebhookEventType[] => [...webhookEventTypes];

/** One try of a delivery: what went out and what came back (the first 64 KiB of it). */
export const Attempt = z.object({
  number: z.int(),
  at: Instant,
  duration_ms: z.number(),
  status: z.int().nullable(),
  error: z.string().nullable(),
  request_headers: z.record(z.string(), z.string()),
  response_headers: z.record(z.string(), z.string()),
  response_body: z.string(),
});
export type Attempt = z.output<typeof Attempt>;

export const DeliveryStatus = z.enum(['pending', 'succeeded', 'failed']);

/** One event owed to one endpoint. `body` is built once and sent byte for byte on every attempt. */
export const DeliveryRecord = z.object({
  id: DeliveryId,
  seq: z.int(),
  webhook_id: WebhookId,
  event_id: EventId,
  event_type: WebhookEventType,
  body: z.string(),
  status: DeliveryStatus,
  attempts: z.array(Attempt),
  next_attempt_at: Instant.nullable(),
  created_at: Instant,
});
export type DeliveryRecord = z.output<typeof DeliveryRecord>;

export const Delivery = DeliveryRecord.extend({
  attempts: z.array(Attempt.extend({ at: z.string() })),
  next_attempt_at: z.string().nullable(),
  created_at: z.string(),
}).meta({ id: 'Delivery' });
export type Delivery = z.output<typeof Delivery>;

export const toDelivery = (record: DeliveryRecord): Delivery => ({
  ...record,
  attempts: record.attempts.map((attempt) => ({ ...attempt, at: toIso(attempt.at) })),
  next_attempt_at: toIsoOrNull(record.next_attempt_at),
  created_at: toIso(record.created_at),
});
