import * as z from 'zod';
import { eachAction } from './actions.js';
import { EmailAddress, PageQuery, requiredLine, line, StoredAddress, StoredTag, Tags } from './fields.js';
import { CampaignId } from './ids.js';
import { templateLimitsText } from './template-limits.js';
import { Instant, IsoText, IsoTime, toIso, toIsoOrNull } from './time.js';

export const CampaignStatus = z.enum(['draft', 'scheduled', 'sending', 'sent'], {
  error: 'Expected "draft", "scheduled", "sending" or "sent"',
});
export type CampaignStatus = z.output<typeof CampaignStatus>;

const maxPart = 5 * 1024 * 1024;
const part = z
  .string()
  .max(maxPart, { error: 'Expected at most 5 Mi characters' })
  .meta({ description: templateLimitsText });

export const Content = z
  .strictObject(
    { html: part.nullish(), text: part.nullish() },
    { error: 'Expected an object with html, text or both' },
  )
  .transform(({ html, text }) => ({ html: html || null, text: text || null }))
  .refine(({ html, text }) => html !== null || text !== null, {
    error: 'Expected html, text or both, not empty',
  });
export type Content = z.output<typeof Content>;

export const Recipients = z
  .discriminatedUnion(
    'type',
    [
      z.strictObject({
        type: z.literal('tags'),
        tags: Tags.refine((tags) => tags.length > 0, { error: 'Expected at least one tag' }),
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
export type Recipients = z.output<typeof Recipients>;

export const CampaignSettings = z.strictObject({
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
    reply_to: EmailAddress.nullish(),
    content: Content,
    recipients: Recipients,
    settings: CampaignSettings.nullish(),
    send_time: IsoTime.nullish(),
  })
  .meta({ id: 'CampaignInput' });
export type CampaignInput = z.output<typeof CampaignInput>;

/** Body of `PUT /v2/campaigns/{id}`: absent stays, null clears where the field may be empty. */
export const CampaignPatch = CampaignInput.partial().meta({ id: 'CampaignPatch' });
export type CampaignPatch = z.output<typeof CampaignPatch>;

/** A campaign as it is stored. */
export const CampaignRecord = z.object({
  id: CampaignId,
  name: requiredLine(200),
  subject: requiredLine(500),
  from_name: line(200).nullable(),
  from_email: StoredAddress,
  reply_to: StoredAddress.nullable(),
  content: z.object({ html: z.string().nullable(), text: z.string().nullable() }),
  recipients: z.object({
    type: z.enum(['tags', 'all']),
    tags: z.array(StoredTag),
    exclude_tags: z.array(StoredTag),
  }),
  settings: z.object({ track_opens: z.boolean(), track_clicks: z.boolean(), google_analytics: z.boolean() }),
  send_time: Instant.nullable(),
  status: CampaignStatus,
  recipient_count: z.int().nonnegative(),
  created_at: Instant,
  updated_at: Instant,
  sent_at: Instant.nullable(),
});
export type CampaignRecord = z.output<typeof CampaignRecord>;

/** A campaign on the wire. `recipient_count` is 0 until sending starts and fixes the audience. */
export const Campaign = CampaignRecord.extend({
  send_time: IsoText.nullable(),
  created_at: IsoText,
  updated_at: IsoText,
  sent_at: IsoText.nullable(),
}).meta({ id: 'Campaign' });
export type Campaign = z.output<typeof Campaign>;

export const toCampaign = (record: CampaignRecord): Campaign => ({
  ...record,
  send_time: toIsoOrNull(record.send_time),
  created_at: toIso(record.created_at),
  updated_at: toIso(record.updated_at),
  sent_at: toIsoOrNull(record.sent_at),
});

export const CampaignQuery = PageQuery.extend({
  search: z.string().max(200, { error: 'Expected at most 200 characters' }).optional(),
  status: CampaignStatus.optional(),
});
export type CampaignQuery = z.output<typeof CampaignQuery>;

/** The documented object of `GET /v2/campaigns/{id}/stats`. Counts are of distinct recipients. */
export const CampaignStats = z
  .object({
    campaign_id: CampaignId,
    stats: z.object({
      sent: z.int(),
      delivered: z.int(),
      bounced: z.int(),
      ...eachAction('counter', () => z.int()),
    }),
    rates: z.object({
      delivery_rate: z.number(),
      open_rate: z.number(),
      click_rate: z.number(),
      unsubscribe_rate: z.number(),
    }),
  })
  .meta({ id: 'CampaignStats' });
export type CampaignStats = z.output<typeof CampaignStats>;
export type Counts = CampaignStats['stats'];
