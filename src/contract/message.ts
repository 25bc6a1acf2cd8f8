import * as z from 'zod';
import { Count } from './count.js';
import { Action, actionFieldSchemas } from './actions.js';
import { StoredAddress, storedLine } from './fields.js';
import { CampaignId, ContactId, MessageId } from './ids.js';
import { SmtpCode, SmtpReply } from './smtp-reply.js';
import { Instant, IsoText, toIso } from './time.js';

/** A name and an address. */
export const Mailbox = z.object({
  /** The display name; empty where there is none. */
  name: z.string(),
  /** The address as it was sent. */
  address: z.string(),
});
export type Mailbox = z.output<typeof Mailbox>;

/** Where a mail comes from: a campaign, a welcome mail, `POST /v2/emails`, or any program over SMTP. */
export const MessageKind = z.enum(['campaign', 'welcome', 'transactional', 'smtp']);
export type MessageKind = z.output<typeof MessageKind>;

/** What has become of a mail. */
export const MessageStatus = z.enum(['queued', 'sent', 'delivered', 'deferred', 'bounced']);
export type MessageStatus = z.output<typeof MessageStatus>;

export const BounceType = z.enum(['hard', 'soft', 'blocked']);

/** Why a server refused a mail, in its own words. */
export const Bounce = z.object({
  /** For good, for now, or because of the sender. */
  type: BounceType,
  /** The code of the reply, such as 550. */
  smtp_code: SmtpCode,
  /** The enhanced status, such as `5.1.1`. */
  status: z.string(),
  /** The whole reply. */
  diagnostic: z.string(),
});
export type Bounce = z.output<typeof Bounce>;

/** What a receiving server does with a mail. */
export const DeliveryResult = z.enum(['accept', 'hard', 'soft', 'blocked', 'defer']);
export type DeliveryResult = z.output<typeof DeliveryResult>;

/** The outcome of a mail of ours, drawn before it leaves: the reply of the receiving server, and what the recipient does. */
export const Outcome = z.object({ result: DeliveryResult, actions: z.array(Action), bot: z.boolean() });
export type Outcome = z.output<typeof Outcome>;

/** What is still to happen to a mail, and when. `to` is the recipient, where a mail from outside has several. */
export const ScheduledAction = z.object({
  do: z.enum(['deliver', 'retry', ...Action.options]),
  at: Instant,
  to: storedLine.optional(),
});
export type ScheduledAction = z.output<typeof ScheduledAction>;

/**
 * A mail from the moment it is queued. A mail of ours begins as `queued`: that of a campaign without its bytes, since it can be
 * composed again; a single one with them. The sink fills in the rest. `stored` says that raw bytes are kept; `removed` that the
 * user deleted the mail, while its row goes on to count in the stats of its campaign. `seq` is the sequence number of the last
 * change, `reply` the sink's answer to the latest of `attempts`, `sent_at` when the first attempt was answered. `schedule` lists
 * what the simulation has still to do.
 */
const MessageRow = z.object({
  id: MessageId,
  seq: Count,
  kind: MessageKind,
  campaign_id: CampaignId.nullable(),
  contact_id: ContactId.nullable(),
  from: Mailbox,
  to: z.array(Mailbox),
  cc: z.array(Mailbox),
  subject: z.string(),
  preview: z.string(),
  size: Count,
  status: MessageStatus,
  bounce: Bounce.nullable(),
  ...actionFieldSchemas,
  /** Names in the templates that had no value for this recipient. */
  missing: z.array(z.string()).default([]),
  unread: z.boolean(),
  attachment_count: Count,
  envelope: z.object({ from: storedLine, to: z.array(storedLine) }),
  transcript_id: storedLine.nullable(),
  stored: z.boolean(),
  parsed: z.boolean(),
  removed: z.boolean(),
  outcome: Outcome.nullable(),
  schedule: z.array(ScheduledAction),
  attempts: Count,
  reply: SmtpReply.nullable(),
  sent_at: Instant.nullable(),
  received_at: Instant,
});

/**
 * Mail of ours is sent again from its row: its addresses are those that a campaign and a contact may have. The envelope is
 * what the sink was told, and only shown.
 */
export const MessageRecord = MessageRow.superRefine(({ kind, from, to }, context) => {
  if (kind === 'smtp') return;
  const require = (address: string, path: PropertyKey[]) => {
    const issue = StoredAddress.safeParse(address).error?.issues[0];
    if (issue) context.addIssue({ code: 'custom', path, message: issue.message });
  };
  require(from.address, ['from', 'address']);
  for (const [index, { address }] of to.entries()) require(address, ['to', index, 'address']);
});
export type MessageRecord = z.output<typeof MessageRecord>;

/** A row of the inbox. */
export const MessageSummary = z
  .object({
    /** Such as `email_1a2b3c4d`. */
    id: MessageId,
    /** Where it comes from. */
    kind: MessageKind,
    /** Its campaign; null where it has none. */
    campaign_id: CampaignId.nullable(),
    /** Its contact; null where it has none. */
    contact_id: ContactId.nullable(),
    /** The sender as the header names it. */
    from: Mailbox,
    /** The recipients of the header `To`. */
    to: z.array(Mailbox),
    /** The recipients of the header `Cc`. */
    cc: z.array(Mailbox),
    /** The subject, decoded. */
    subject: z.string(),
    /** The first words of the text. */
    preview: z.string(),
    /** The raw mail in bytes. */
    size: z.int(),
    /** What has become of it. */
    status: MessageStatus,
    /** Why it was refused; null where it was not. */
    bounce: Bounce.nullable(),
    /** How often it was opened. */
    opens: z.int(),
    /** How often its links were followed. */
    clicks: z.int(),
    /** Whether nobody has looked at it in the inbox. */
    unread: z.boolean(),
    /** How many files are attached, those shown in the text not counted. */
    attachment_count: z.int(),
    /** When it was queued or came in: UTC, ISO 8601 with whole seconds. */
    received_at: IsoText,
  })
  .meta({ id: 'MessageSummary' });
export type MessageSummary = z.output<typeof MessageSummary>;

/** A header of a mail. */
export const Header = z.object({
  /** The name as it was sent. */
  name: z.string(),
  /** The value, decoded. */
  value: z.string(),
});
/** A file in a mail. */
export const Attachment = z.object({
  /** Its place among the attachments, from 0. */
  index: z.int(),
  /** The name that the sender gave; null where it gave none. */
  filename: z.string().nullable(),
  /** The type that the sender gave. */
  content_type: z.string(),
  /** The decoded file in bytes. */
  size: z.int(),
  /** By which the html refers to it; null where it has none. */
  content_id: z.string().nullable(),
  /** Whether it is shown within the mail: text of its body, or a picture where its html shows it; its disposition counts for nothing. */
  inline: z.boolean(),
});
/** A link of a mail. */
export const Link = z.object({
  /** Where it leads. */
  url: z.string(),
  /** The link that counts the click; null where clicks are not tracked. */
  tracked_url: z.string().nullable(),
  /** What it says. */
  text: z.string(),
});
export type Header = z.output<typeof Header>;
export type Attachment = z.output<typeof Attachment>;
export type Link = z.output<typeof Link>;

/**
 * A whole message. `missing` names what its templates asked for and the recipient has not; `note` says what could not be
 * read, where something could not.
 */
export const Message = MessageSummary.extend({
  /** The addresses of SMTP, in which Bcc shows. */
  envelope: z.object({
    /** The return path. */
    from: z.string(),
    /** Everyone to whom it was sent. */
    to: z.array(z.string()),
  }),
  /** Where replies go. */
  reply_to: z.array(Mailbox),
  /** All headers, in order. */
  headers: z.array(Header),
  /** The html part; null where there is none. */
  html: z.string().nullable(),
  /** The text part; null where there is none. */
  text: z.string().nullable(),
  /** The files in it. */
  attachments: z.array(Attachment),
  /** Its links, each once. */
  links: z.array(Link),
  /** One-time codes that a reader sees in subject, text or html, in order; those of a hidden preheader where there are none. */
  codes: z.array(z.string()),
  /** The header `List-Unsubscribe`; null where there is none. */
  list_unsubscribe: z.string().nullable(),
  /** The SMTP session that brought it; null where that is no longer kept. */
  transcript_id: z.string().nullable(),
  /** Names in its templates that had no value for this recipient. */
  missing: z.array(z.string()),
  /** What could not be read; null where all could. */
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
