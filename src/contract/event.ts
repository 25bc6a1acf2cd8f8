import * as z from 'zod';
import { storedLine } from './fields.js';
import { CampaignId, ContactId, EventId, MessageId } from './ids.js';
import { Bounce } from './message.js';
import { Instant, toIso } from './time.js';

/** The six documented event types (reference, "Webhooks"), which endpoints may subscribe to. */
export const webhookEventTypes = [
  'email.sent',
  'email.delivered',
  'email.opened',
  'email.clicked',
  'email.bounced',
  'email.unsubscribed',
] as const;
export const WebhookEventType = z.enum(webhookEventTypes, {
  error: `Expected one of ${webhookEventTypes.join(', ')}`,
});
export type WebhookEventType = z.output<typeof WebhookEventType>;

/** Two more are for the log alone. */
export const EventType = z.enum([...webhookEventTypes, 'email.deferred', 'email.spam_reported']);
export type EventType = z.output<typeof EventType>;

/** What an event says; fields that do not apply are left out, on the wire and in the store. */
export const EventData = z.object({
  message_id: MessageId,
  campaign_id: CampaignId.optional(),
  contact_id: ContactId.optional(),
  email: storedLine,
  url: z.string().optional(),
  user_agent: storedLine.optional(),
  ip: storedLine.optional(),
  bot: z.boolean().optional(),
  bounce: Bounce.optional(),
});
export type EventData = z.output<typeof EventData>;

/** An event as it is stored: `seq` orders the log of a workspace. */
export const EventRecord = z.object({
  id: EventId,
  seq: z.int(),
  type: EventType,
  created_at: Instant,
  data: EventData,
});
export type EventRecord = z.output<typeof EventRecord>;

/** An event on the wire (control API and live view). */
export const LogEvent = EventRecord.extend({ created_at: z.string() }).meta({ id: 'Event' });
export type LogEvent = z.output<typeof LogEvent>;

export const toLogEvent = (record: EventRecord): LogEvent => ({
  ...record,
  created_at: toIso(record.created_at),
});
