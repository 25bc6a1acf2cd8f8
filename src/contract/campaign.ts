import * as z from 'zod';
import { Count } from './count.js';
import { eachAction } from './actions.js';
import {
  EmailAddress,
  OptionalAddress,
  PageQuery,
  requiredLine,
  line,
  StoredAddress,
  StoredTag,
  Tags,
  SearchText,
  SomeTags,
} from './fields.js';
import { CampaignId } from './ids.js';
import { templateLimitsText } from './template-limits.js';
import { Instant, IsoText, IsoTime, toIso, toIsoOrNull } from './time.js';

/** How far a campaign is. A scheduled one is sent at its `send_time` on the clock. */
export const CampaignStatus = z.enum(['draft', 'scheduled', 'sending', 'sent'], {
  error: 'Expected "draft", "scheduled", "sending" or "sent"',
});
export type CampaignStatus = z.output<typeof CampaignStatus>;

const maxPart = 5 * 1024 * 1024;
const part = z
  .string()
  .max(maxPart, { error: `Expected at most ${maxPart} characters` })
  .meta({ description: templateLimitsText });

/** How the document says that a part is there and not empty. */
const withText = (part: string) => ({
  required: [part],
  properties: { [part]: { type: 'string', minLength: 1 } },
});

export const Content = z
  .strictObject(
    { html: part.nullish(), text: part.nullish() },
    { error: 'Expected an object with html, text or both' },
  )
  .meta({ anyOf: [withText('html'), withText('text')] })
  .transform(({ html, text }) => ({ html: html || null, text: text || null }))
  .refine(({ html, text }) => html !== null || text !== null, {
    error: 'Expected html, text or both, not empty',
  });
export type Content = z.output<typeof Content>;

const Recipients = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: z.literal('tags'),
        tags: SomeTags,
        exclude_tags: Tags.nullish(),
      }),
      z.strictObject({ type: z.literal('all'), exclude_tags: Tags.nullish() }),
    ],
    { error: 'Expected an object whose type is "tags" or "all"' },
  )
  .transform((recipients) => ({
    type: recipients.type,
    tags: recipients.type === 'tags' ? recipients.tags : [],
    exclude_tags: recipients.exclude_tags ?? [],
  }));
type Recipients = z.output<typeof Recipients>;

const CampaignSettings = z.strictObject({
  track_opens: z.boolean().nullish(),
  track_clicks: z.boolean().nullish(),
  google_analytics: z.boolean().nullish(),
});

/** Undocumented: we chose the defaults true, true, false. */
export const settingsOf = (input: z.output<typeof CampaignSettings> | null | undefined) => ({
  track_opens: input?.track_opens ?? true,
  track_clicks: input?.track_clicks ?? true,
  google_analytics: input?.google_analytics ?? false,
});

/** Body of `POST /v2/campaigns` (reference, "Create Campaign"). */
export const CampaignInput = z
  .strictObject({
    name: requiredLine(200),
    subject: requiredLine(500),
    from_name: line(200).nullish(),
    from_email: EmailAddress,
    reply_to: OptionalAddress,
    content: Content,
    recipients: Recipients,
    settings: CampaignSettings.nullish(),
    send_time: IsoTime.nullish(),
  })
  .meta({ id: 'CampaignInput' });
export type CampaignInput = z.output<typeof CampaignInput>;

/** Body of `PUT /v2/campaigns/{campaign_id}`: absent stays, null clears where the field may be empty. */
export const CampaignPatch = CampaignInput.partial().meta({ id: 'CampaignPatch' });
export type CampaignPatch = z.output<typeof CampaignPatch>;

/** What becomes of the contacts that the recipients of a campaign match: each kind that is left out, by the reason. */
export const AudienceCount = z.object({
  /** Contacts that the recipients of the campaign match. */
  matched: Count,
  /** Left out: they have an excluded tag. */
  excluded: Count,
  /** Left out: they are unsubscribed. */
  unsubscribed: Count,
  /** Left out: their address bounced hard. */
  bounced: Count,
  /** Left out: they reported a mail as spam. */
  complained: Count,
  /** Left out: their address was suppressed by a call. */
  manual: Count,
});
export type AudienceCount = z.output<typeof AudienceCount>;

/** A campaign as it is stored. `last_start` is when sending last began, or could not, and why. */
export const CampaignRecord = z.object({
  /** Such as `campaign_1a2b3c4d`. */
  id: CampaignId,
  /** What it is called, at most 200 characters. */
  name: requiredLine(200),
  /** A template of the subject. */
  subject: requiredLine(500),
  /** The name of the sender; null for the address alone. */
  from_name: line(200).nullable(),
  /** The address of the sender. */
  from_email: StoredAddress,
  /** Where replies go; null for the sender. */
  reply_to: StoredAddress.nullable(),
  /** Templates of the mail: html, text or both. */
  content: z.object({
    /** The html part; null where there is none. */
    html: z.string().nullable(),
    /** The text part; null where it is derived from the html. */
    text: z.string().nullable(),
  }),
  /** Who gets it. */
  recipients: z.object({
    /** `tags`: contacts with any of `tags`; `all`: every active contact. */
    type: z.enum(['tags', 'all']),
    /** Tags of which a contact has at least one. */
    tags: z.array(StoredTag),
    /** Tags of which a contact has none. */
    exclude_tags: z.array(StoredTag),
  }),
  /** What is added to the mail. */
  settings: z.object({
    /** Whether a pixel counts opens. */
    track_opens: z.boolean(),
    /** Whether links are rewritten to count clicks. */
    track_clicks: z.boolean(),
    /** Whether links get utm parameters. */
    google_analytics: z.boolean(),
  }),
  /** When it goes out: ISO 8601; null where it waits to be sent. */
  send_time: Instant.nullable(),
  /** How far it is. */
  status: CampaignStatus,
  /** How many get it; 0 until sending starts and fixes the audience. */
  recipient_count: Count,
  /** When it was made: UTC, ISO 8601 with whole seconds. */
  created_at: Instant,
  /** When it was last changed: UTC, ISO 8601 with whole seconds. */
  updated_at: Instant,
  /** When the last of its mails was handed over: ISO 8601; null before. */
  sent_at: Instant.nullable(),
  last_start: z.object({ at: Instant, audience: AudienceCount, issue: z.string().nullable() }).nullable(),
});
export type CampaignRecord = z.output<typeof CampaignRecord>;

/** A campaign on the wire. `recipient_count` is 0 until sending starts and fixes the audience. */
export const Campaign = CampaignRecord.omit({ last_start: true })
  .extend({
    /** When it goes out: ISO 8601; null where it waits to be sent. */
    send_time: IsoText.nullable(),
    /** When it was made: UTC, ISO 8601 with whole seconds. */
    created_at: IsoText,
    /** When it was last changed: UTC, ISO 8601 with whole seconds. */
    updated_at: IsoText,
    /** When the last of its mails was handed over: ISO 8601; null before. */
    sent_at: IsoText.nullable(),
  })
  .meta({ id: 'Campaign' });
export type Campaign = z.output<typeof Campaign>;

export const toCampaign = ({ last_start: _internal, ...record }: CampaignRecord): Campaign => ({
  ...record,
  send_time: toIsoOrNull(record.send_time),
  created_at: toIso(record.created_at),
  updated_at: toIso(record.updated_at),
  sent_at: toIsoOrNull(record.sent_at),
});

/** A campaign without its templates, which may be large. */
export type CampaignHead = Omit<Campaign, 'content'>;

export function toCampaignHead(record: CampaignRecord): CampaignHead {
  const { content: _large, ...head } = toCampaign(record);
  return head;
}

export const CampaignQuery = PageQuery.extend({
  search: SearchText.optional(),
  status: CampaignStatus.optional(),
});
export type CampaignQuery = z.output<typeof CampaignQuery>;

/** The documented object of `GET /v2/campaigns/{campaign_id}/stats`. Counts are of distinct recipients. */
export const CampaignStats = z
  .object({
    /** The campaign. */
    campaign_id: CampaignId,
    /** Numbers of distinct recipients. */
    stats: z.object({
      /** Mails that were handed over. */
      sent: z.int(),
      /** Mails that arrived. */
      delivered: z.int(),
      /** Mails that were refused for good. */
      bounced: z.int(),
      ...eachAction('counter', () => z.int()),
    }),
    /** Shares from 0 to 1, with four decimals. */
    rates: z.object({
      /** Delivered of sent. */
      delivery_rate: z.number(),
      /** Opened of delivered. */
      open_rate: z.number(),
      /** Clicked of delivered. */
      click_rate: z.number(),
      /** Unsubscribed of delivered. */
      unsubscribe_rate: z.number(),
    }),
  })
  .meta({ id: 'CampaignStats' });
export type CampaignStats = z.output<typeof CampaignStats>;
export type Counts = CampaignStats['stats'];
