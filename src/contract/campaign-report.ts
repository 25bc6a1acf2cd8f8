import * as z from 'zod';
import { eachAction } from './actions.js';
import { AudienceCount, Campaign } from './campaign.js';
import { BounceType } from './message.js';
import { IsoText } from './time.js';

const Readers = z.object({
  /** Recipients for whom it happened at least once. */
  opened: z.int(),
  clicked: z.int(),
  /** How often it happened. */
  opens: z.int(),
  clicks: z.int(),
});

/** `GET /_emulator/campaigns/{id}`: a campaign as the emulator sees it. */
export const CampaignReport = z
  .object({
    campaign: Campaign,
    /** The contacts that the recipients match, by what becomes of them: as sending began, or as it would be now. */
    audience: AudienceCount.extend({ recipients: z.int() }),
    progress: z.object({
      total: z.int(),
      queued: z.int(),
      sent: z.int(),
      settled: z.int(),
      share: z.number(),
    }),
    funnel: z.object({
      sent: z.int(),
      delivered: z.int(),
      deferred: z.int(),
      bounced: z.int(),
      ...eachAction('counter', () => z.int()),
    }),
    /** `machines` are scanners and the proxies of mail clients. */
    people: Readers,
    machines: Readers,
    /** As the template has them, then those of single mails; `people` are recipients. */
    links: z.array(z.object({ url: z.string(), clicks: z.int(), people: z.int(), machines: z.int() })),
    /** Most frequent first; the diagnostic is that of the first. */
    bounces: z.array(
      z.object({
        type: BounceType,
        smtp_code: z.int(),
        status: z.string(),
        diagnostic: z.string(),
        count: z.int(),
      }),
    ),
    /** Why it did not start at its time; null where it did. */
    problem: z.object({ at: IsoText, issue: z.string() }).nullable(),
  })
  .meta({ id: 'CampaignReport' });
export type CampaignReport = z.output<typeof CampaignReport>;
