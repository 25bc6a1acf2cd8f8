import * as z from 'zod';
import { LogEvent, WebhookEventType } from './event.js';
import { DeliveryId, EventId, MessageId, WebhookId, RequestId } from './ids.js';
import { ScheduledAction } from './message.js';
import { SmtpReply } from './smtp-reply.js';
import { FaultMark } from './webhook.js';
import { IsoText } from './time.js';

/** When: UTC, ISO 8601 with whole seconds. */
const at = IsoText;

/** A call of `/v2` that made the mail, or started its campaign, while the request log keeps it. */
const CallEntry = z.object({
  /** A call of the API. */
  kind: z.literal('call'),
  /** When it came in, on the clock of the workspace. */
  at,
  /** Its id in the request log. */
  request_id: RequestId,
  /** Such as `POST`. */
  method: z.string(),
  /** From `/v2` on, without the query. */
  path: z.string(),
  /** The status of the answer; null where nothing was answered. */
  status: z.int().nullable(),
  /** How long the answer took, in milliseconds. */
  duration_ms: z.number(),
  /** The name of the key; null without a known one. */
  key: z.string().nullable(),
});

/** The mail was made from its templates, and queued. */
const ComposedEntry = z.object({
  /** The mail was rendered. */
  kind: z.literal('composed'),
  /** When it was queued. */
  at,
  /** The subject, rendered. */
  subject: z.string(),
  /** Names in the templates that had no value for this recipient. */
  missing: z.array(z.string()),
});

/** The SMTP session that brought the mail. */
const SmtpEntry = z.object({
  /** The mail went over SMTP. */
  kind: z.literal('smtp'),
  /** When the server answered the first attempt, or the mail came in from outside. */
  at,
  /** The return path. */
  from: z.string(),
  /** Everyone to whom it was sent. */
  to: z.array(z.string()),
  /** The raw mail in bytes; 0 where it did not arrive. */
  size: z.int(),
  /** How often it was sent. */
  attempts: z.int(),
  /** The reply to the latest attempt; null where none is known. */
  reply: SmtpReply.nullable(),
  /** The session in `GET /_emulator/smtp/sessions`; null where it had none. */
  transcript_id: z.string().nullable(),
});

/** An event of the log. */
const EventEntry = z.object({
  /** Something happened to the mail. */
  kind: z.literal('event'),
  /** When it happened. */
  at,
  /** What happened, as the log of events has it. */
  event: LogEvent,
});

/** An attempt to deliver an event of the mail to a webhook endpoint. */
const AttemptEntry = z.object({
  /** A webhook was called. */
  kind: z.literal('attempt'),
  /** When it began. */
  at,
  /** The delivery, the same for all attempts. */
  delivery_id: DeliveryId,
  /** The endpoint. */
  webhook_id: WebhookId,
  /** Its URL without user and password; null where the endpoint is gone. */
  url: z.string().nullable(),
  /** The event that it brings. */
  event_id: EventId,
  /** The type of the event. */
  event_type: WebhookEventType,
  /** From 1 on, in order. */
  number: z.int(),
  /** The status of the answer; null where there was none. */
  status: z.int().nullable(),
  /** Why there was no answer; null where there was one. */
  error: z.string().nullable(),
  /** How long it took, in milliseconds. */
  duration_ms: z.number(),
  /** What the emulator did to it on purpose. */
  faults: z.array(FaultMark),
});

/** What the simulation or a retry will still do. */
const PlannedEntry = z.object({
  /** Something is still to happen. */
  kind: z.literal('planned'),
  /** When it is due. */
  at,
  /** What is done: an action of the recipient, the delivery or a retry of the mail, or an attempt of a webhook. */
  do: z.enum([...ScheduledAction.shape.do.options, 'attempt']),
  /** The delivery of an attempt; null for all else. */
  delivery_id: DeliveryId.nullable(),
  /** The URL of its endpoint, without user and password; null for all else. */
  url: z.string().nullable(),
});

/** One thing that happened to a mail, or is planned. */
export const TimelineEntry = z.discriminatedUnion('kind', [
  CallEntry,
  ComposedEntry,
  SmtpEntry,
  EventEntry,
  AttemptEntry,
  PlannedEntry,
]);
export type TimelineEntry = z.output<typeof TimelineEntry>;

/** All that happened to a mail. */
export const MessageTimeline = z
  .object({
    /** The mail that it is about. */
    message_id: MessageId,
    /** What happened, oldest first, and then what is planned. */
    entries: z.array(TimelineEntry),
    /** Events beyond the first 500, which are skipped with their deliveries. */
    events_skipped: z.int(),
    /** The same as Markdown, for a bug report. */
    markdown: z.string(),
  })
  .meta({ id: 'MessageTimeline' });
export type MessageTimeline = z.output<typeof MessageTimeline>;
