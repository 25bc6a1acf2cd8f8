import * as z from 'zod';
import { Action, actionFieldSchemas } from './actions.js';
import { StoredAddress, storedLine } from './fields.js';
import { CampaignId, ContactId, MessageId } from './ids.js';
import { Instant, toIso } from './time.js';

export const Mailbox = z.object({ name: z.string(), address: z.string() });
export type Mailbox = z.output<typeof Mailbox>;

export const MessageKind = z.enum(['campaign', 'welcome', 'transactional', 'smtp']);
export type MessageKind = z.output<typeof MessageKind>;

export const MessageStatus = z.enum(['queued', 'sent', 'delivered', 'deferred', 'bounced']);
export type MessageStatus = z.output<typeof MessageStatus>;

export const BounceType = z.enum(['hard', 'soft', 'blocked']);

/** Why a server refused a mail, in its own words. */
export const Bounce = z.object({
  type: BounceType,
  smtp_code: z.int(),
  status: z.string(),
  diagnostic: z.string(),
});
export type Bounce = z.output<typeof Bounce>;

/** What a receiving server does with a mail. */
export const DeliveryResult = z.enum(['accept', 'hard', 'soft', 'blocked', 'defer']);
export type DeliveryResult = z.output<typeof DeliveryResult>;

/** The outcome of a mail, drawn before it leaves: the reply of the receiving server, and what the recipient does. */
export const Outcome = z.object({ result: DeliveryResult, actions: z.array(Action), bot: z.boolean() });
export type Outcome = z.output<typeof Outcome>;

/** What is still to happen to a mail, and when. */
export const ScheduledAction = z.object({ do: z.enum(['deliver', 'retry', ...Action.options]), at: Instant });
export type ScheduledAction = z.output<typeof ScheduledAction>;

export const SmtpReplyRecord = z.object({ code: z.int(), status: z.string(), text: z.string() });

/**
 * A mail from the moment it is queued. A mail of ours begins as `queued` without content; the sink fills in the rest.
 * `stored` says that raw bytes are kept; `removed` that the user deleted the mail, while its row goes on to count in the
 * stats of its campaign. `seq` is the sequence number of the last change, `reply` the sink's answer to the latest of
 * `attempts`, `sent_at` when the first attempt was answered. `schedule` lists what the simulation has still to do.
 */
const MessageRow = z.object({
  id: MessageId,
  seq: z.int(),
  kind: MessageKind,
  campaign_id: CampaignId.nullable(),
  contact_id: ContactId.nullable(),
  from: Mailbox,
  to: z.array(Mailbox),
  cc: z.array(Mailbox),
  subject: z.string(),
  preview: z.string(),
  size: z.int(),
  status: MessageStatus,
  bounce: Bounce.nullable(),
  ...actionFieldSchemas,
  /** Names in the templates that had no value for this recipient. */
  missing: z.array(z.string()).default([]),
  unread: z.boolean(),
  attachment_count: z.int(),
  envelope: z.object({ from: storedLine, to: z.array(storedLine) }),
  transcript_id: storedLine.nullable(),
  stored: z.boolean(),
  parsed: z.boolean(),
  removed: z.boolean(),
  outcome: Outcome.nullable(),
  schedule: z.array(ScheduledAction),
  attempts: z.int(),
  reply: SmtpReplyRecord.nullable(),
  sent_at: Instant.nullable(),
  received_at: Instant,
});

/** Mail of ours is sent again from its row: its addresses are those that a campaign and a contact may have. */
export const MessageRecord = MessageRow.superRefine(({ kind, from, to, envelope }, context) => {
  if (kind === 'smtp') return;
  const require = (address: string, path: PropertyKey[]) => {
    const issue = StoredAddress.safeParse(address).error?.issues[0];
    if (issue) context.addIssue({ code: 'custom', path, message: issue.message });
  };
  require(from.address, ['from', 'address']);
  for (const [index, { address }] of to.entries()) require(address, ['to', index, 'address']);
  for (const [index, address] of envelope.to.entries()) require(address, ['envelope', 'to', index]);
});
export type MessageRecord = z.output<typeof MessageRecord>;

/** A row of the inbox. */
export const MessageSummary = z
  .object({
    id: MessageId,
    kind: MessageKind,
    campaign_id: CampaignId.nullable(),
    contact_id: ContactId.nullable(),
    from: Mailbox,
    to: z.array(Mailbox),
    cc: z.array(Mailbox),
    subject: z.string(),
    preview: z.string(),
    size: z.int(),
    status: MessageStatus,
    bounce: Bounce.nullable(),
    opens: z.int(),
    clicks: z.int(),
    unread: z.boolean(),
    attachment_count: z.int(),
    received_at: z.string(),
  })
  .meta({ id: 'MessageSummary' });
export type MessageSummary = z.output<typeof MessageSummary>;

export const Header = z.object({ name: z.string(), value: z.string() });
export const Attachment = z.object({
  index: z.int(),
  filename: z.string().nullable(),
  content_type: z.string(),
  size: z.int(),
  content_id: z.string().nullable(),
  inline: z.boolean(),
});
export const Link = z.object({ url: z.string(), tracked_url: z.string().nullable(), text: z.string() });
export type Header = z.output<typeof Header>;
export type Attachment = z.output<typeof Attachment>;
export type Link = z.output<typeof Link>;

/**
 * A whole message. `missing` names what its templates asked for and the recipient has not; `note` says what could not be
 * read, where something could not.
 */
export const Message = MessageSummary.extend({
  envelope: z.object({ from: z.string(), to: z.array(z.string()) }),
  reply_to: z.array(Mailbox),
  headers: z.array(Header),
  html: z.string().nullable(),
  text: z.string().nullable(),
  attachments: z.array(Attachment),
  links: z.array(Link),
  codes: z.array(z.string()),
  list_unsubscribe: z.string().nullable(),
  transcript_id: z.string().nullable(),
  missing: z.array(z.string()),
  note: z.string().nullable(),
}).meta({ id: 'Message' });
export type Message = z.output<typeof Message>;

export const toSummary = (record: MessageRecord): MessageSummary => ({
  id: record.id,
  kind: record.kind,
  campaign_id: record.campaign_id,
  contact_id: record.contact_id,
  from: record.from,
  to: record.to,
  cc: record.cc,
  subject: record.subject,
  preview: record.preview,
  size: record.size,
  status: record.status,
  bounce: record.bounce,
  opens: record.opens,
  clicks: record.clicks,
  unread: record.unread,
  attachment_count: record.attachment_count,
  received_at: toIso(record.received_at),
});
