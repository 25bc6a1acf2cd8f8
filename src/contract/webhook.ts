import * as z from 'zod';
import { Count } from './count.js';
import { webhookEventTypes, WebhookEventType } from './event.js';
import { alternatives, eachOnce, requiredLine, storedLine } from './fields.js';
import { endpointUrlIssue } from './web/endpoint-url.js';
import { WebhookId } from './ids.js';
import { mostAttempts, retryPresets } from './retry-schedules.js';
import { Duration, Instant, IsoText, toIso, toIsoOrNull } from './time.js';

const RetryPresetName = z.enum(retryPresets, { error: `Expected ${alternatives(retryPresets)}` });

const EndpointUrl = z
  .string()
  .superRefine((text, context) => {
    const issue = endpointUrlIssue(text);
    if (issue) context.addIssue({ code: 'custom', message: issue });
  })
  .meta({ shown: { type: 'string', format: 'uri', maxLength: 2000 } });

const share = z
  .number({ error: 'Expected a number from 0 to 1' })
  .min(0, { error: 'Expected a number from 0 to 1' })
  .max(1, { error: 'Expected a number from 0 to 1' });

/**
 * What goes wrong on the way to an endpoint, on purpose: users see whether their receiver copes. Shares are drawn from the
 * seed, in the order of the deliveries. Only the first attempt that goes out has a wrong signature or a cut body, so that
 * the retry passes.
 */
export const WebhookFaults = z
  .strictObject({
    /** Share of the deliveries that are sent a second time after they succeeded. */
    duplicate: share.default(0),
    /** Each delivery is held back for a random part of so many milliseconds, so that those within it change places. */
    reorder: Duration.default(0),
    /** Each delivery is held back for so many milliseconds. */
    delay: Duration.default(0),
    /** The first attempts of every delivery, as many as this, never reach the endpoint. */
    drop_first: z
      .int()
      .min(0)
      .max(mostAttempts, { error: `Expected a whole number from 0 to ${mostAttempts}` })
      .default(0),
    /** Share of the deliveries whose first attempt has a wrong signature. */
    corrupt_signature: share.default(0),
    /** Share of the deliveries whose first attempt has only half of its body. */
    truncate_body: share.default(0),
  })
  .meta({ id: 'WebhookFaults' });
export type WebhookFaults = z.output<typeof WebhookFaults>;

/** The faults of an attempt, as the log marks them. */
export const FaultMark = z.enum([
  'duplicate',
  'reorder',
  'delay',
  'drop_first',
  'corrupt_signature',
  'truncate_body',
]);
export type FaultMark = z.output<typeof FaultMark>;

export const WebhookInput = z
  .strictObject({
    url: EndpointUrl,
    events: z
      .array(WebhookEventType)
      .min(1, { error: 'Expected at least one event type' })
      .transform(eachOnce)
      .nullish(),
    secret: requiredLine(200).nullish(),
    enabled: z.boolean().nullish(),
    retries: RetryPresetName.nullish(),
    /** null, the default, is none. */
    faults: WebhookFaults.nullish(),
  })
  .meta({ id: 'WebhookInput' });
export type WebhookInput = z.output<typeof WebhookInput>;

export const WebhookPatch = WebhookInput.omit({ secret: true }).partial().meta({ id: 'WebhookPatch' });
export type WebhookPatch = z.output<typeof WebhookPatch>;

/** Who made an endpoint: `--webhook-url`, a call, or a play that found none. */
const WebhookOrigin = z.enum(['settings', 'call', 'play']);

/**
 * An endpoint as it is stored. It gets the events after
 * `from_seq`, where it was made or last enabled. `drawn` counts the deliveries since its faults were set.
 */
export const WebhookRecord = z.object({
  id: WebhookId,
  url: EndpointUrl,
  events: z.array(WebhookEventType),
  secret: storedLine,
  previous_secret: z.object({ secret: storedLine, until: Instant }).nullable(),
  enabled: z.boolean(),
  retries: RetryPresetName,
  origin: WebhookOrigin,
  disabled_reason: z.string().nullable(),
  failing_since: Instant.nullable(),
  faults: WebhookFaults.nullable(),
  drawn: Count,
  from_seq: Count,
  created_at: Instant,
});
export type WebhookRecord = z.output<typeof WebhookRecord>;

/** An endpoint on the wire; the secret is shown once, when it is made or rotated. */
export const Webhook = z
  .object({
    /** Such as `wh_1a2b3c4d`. */
    id: WebhookId,
    /** Where deliveries are posted. */
    url: z.string(),
    /** Who made it: `--webhook-url`, a call, or a play that found none. */
    origin: WebhookOrigin,
    /** The types that it gets. */
    events: z.array(WebhookEventType),
    /** Whether it gets any. */
    enabled: z.boolean(),
    /** How failed deliveries are retried. */
    retries: RetryPresetName,
    /** What goes wrong on purpose; null for nothing. */
    faults: WebhookFaults.nullable(),
    /** Why the emulator disabled it; null where it did not. */
    disabled_reason: z.string().nullable(),
    /** Since when every attempt has failed; null while the last one passed. */
    failing_since: IsoText.nullable(),
    /** Until when the secret before the last rotation signs the second header. */
    previous_secret_until: IsoText.nullable(),
    /** When it was made: UTC, ISO 8601 with whole seconds. */
    created_at: IsoText,
  })
  .meta({ id: 'Webhook' });
export type Webhook = z.output<typeof Webhook>;

export const toWebhook = (record: WebhookRecord): Webhook => ({
  id: record.id,
  url: record.url,
  origin: record.origin,
  events: record.events,
  enabled: record.enabled,
  retries: record.retries,
  faults: record.faults,
  disabled_reason: record.disabled_reason,
  failing_since: toIsoOrNull(record.failing_since),
  previous_secret_until: toIsoOrNull(record.previous_secret?.until ?? null),
  created_at: toIso(record.created_at),
});

export const allWebhookEvents = (): WebhookEventType[] => [...webhookEventTypes];
