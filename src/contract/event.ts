import * as z from 'zod';
import { Count } from './count.js';
import { storedLine } from './fields.js';
import { CampaignId, ContactId, EventId, MessageId } from './ids.js';
import { Bounce } from './message.js';
import { Instant, IsoText, toIso } from './time.js';

/** The six documented event types (reference, "Webhooks"), which endpoints may subscribe to. */
export const webhookEventTypes = [
  'email.sent',
  'email.delivered',
  'email.opened',
  'email.clicked',
  'email.bounced',
  'email.unsubscribed',
] as const;
/** The six documented event types. */
export const WebhookEventType = z.enum(webhookEventTypes, {
  error: `Expected one of ${webhookEventTypes.join(', ')}`,
});
export type WebhookEventType = z.output<typeof WebhookEventType>;

/** Two more are for the log alone. */
export const EventType = z.enum([...webhookEventTypes, 'email.deferred', 'email.spam_reported']);
export type EventType = z.output<typeof EventType>;

/** What an event says; fields that do not apply are left out, on the wire and in the store. */
export const EventData = z.object({
  /** The mail it is about. */
  message_id: MessageId,
  /** Its campaign; absent where it has none. */
  campaign_id: CampaignId.optional(),
  /** Its contact; absent where it has none. */
  contact_id: ContactId.optional(),
  /** The address of the recipient. */
  email: storedLine,
  /** The link that was clicked. */
  url: z.string().optional(),
  /** The device of the recipient: a simulated one, or what the visitor of a link called itself. */
  user_agent: storedLine.optional(),
  /** Its address: of the ranges for documentation (RFC 5737) where it is simulated, else that of the visitor. */
  ip: storedLine.optional(),
  /** Whether a scanner or a proxy did it and no person. */
  bot: z.boolean().optional(),
  /** Why the mail was refused. */
  bounce: Bounce.optional(),
});
export type EventData = z.output<typeof EventData>;

/** An event as it is stored: `seq` orders the log of a workspace. */
export const EventRecord = z.object({
  /** Such as `evt_1a2b3c4d`. */
  id: EventId,
  /** Its place in the log of the workspace; what changes later has a higher one. */
  seq: Count,
  /** What happened. */
  type: EventType,
  /** When it happened: UTC, ISO 8601 with whole seconds. */
  created_at: Instant,
  /** What it happened to. */
  data: EventData,
});
export type EventRecord = z.output<typeof EventRecord>;

/** An event on the wire (control API and live view). */
export const LogEvent = EventRecord.extend({
  /** When it happened: UTC, ISO 8601 with whole seconds. */
  created_at: IsoText,
}).meta({ id: 'Event' });
export type LogEvent = z.output<typeof LogEvent>;

export const toLogEvent = (record: EventRecord): LogEvent => ({
  ...record,
  created_at: toIso(record.created_at),
});
