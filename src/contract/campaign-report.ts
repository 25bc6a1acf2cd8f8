import * as z from 'zod';
import { AudienceCount, Campaign, CampaignStats } from './campaign.js';
import { Bounce } from './message.js';
import { IsoText } from './time.js';

/** Why a campaign did not start at its time, or why its mails could not be sent. */
export const StartProblem = z.object({
  /** When it was due: UTC, ISO 8601 with whole seconds. */
  at: IsoText,
  /** What was expected, and what there was. */
  issue: z.string(),
});

const Readers = z.object({
  /** Recipients for whom it was opened at least once. */
  opened: z.int(),
  /** Recipients for whom a link was followed at least once. */
  clicked: z.int(),
  /** How often it was opened in all. */
  opens: z.int(),
  /** How often links were followed in all. */
  clicks: z.int(),
});

/** Shares from 0 to 1, with four decimals: those of the documented stats, and two more. */
export const CampaignRates = CampaignStats.shape.rates.extend({
  /** Bounced of sent. */
  bounce_rate: z.number(),
  /** Reported as spam of delivered. */
  spam_rate: z.number(),
});

const Funnel = CampaignStats.shape.stats.extend({
  /** Mails that the receiving server put off. */
  deferred: z.int(),
});

/** The contacts that recipients match, by what becomes of them. */
export const JudgedAudience = AudienceCount.extend({
  /** Contacts that get the campaign. */
  recipients: z.int(),
});
/** The contacts that recipients match, by what becomes of them. */
export type JudgedAudience = z.output<typeof JudgedAudience>;

/** `GET /_emulator/campaigns/{id}`: a campaign as the emulator sees it. */
export const CampaignReport = z
  .object({
    /** The campaign as the API shows it. */
    campaign: Campaign,
    /** The contacts that the recipients match, by what becomes of them: as sending began, or as it would be now. */
    audience: JudgedAudience,
    /** How far sending and delivery are. */
    progress: z.object({
      /** Recipients in all; 0 until sending starts. */
      total: z.int(),
      /** Mails that wait to be handed over. */
      queued: z.int(),
      /** Mails that were handed over. */
      sent: z.int(),
      /** Mails that were delivered or bounced for good. */
      settled: z.int(),
      /** The settled ones of all, from 0 to 1. */
      share: z.number(),
      /** When the last of what is scheduled for its mail happens: UTC, ISO 8601; null where nothing is. */
      settles_at: IsoText.nullable(),
    }),
    /** The counts of the documented stats, in which each recipient counts once. */
    funnel: Funnel,
    /** The same counts of the mails alone that are kept to be looked at: of those neither deleted nor removed as the oldest. */
    kept: Funnel.extend({
      /** How many are kept. */
      mails: z.int(),
      /** Mails that wait to be handed over. */
      queued: z.int(),
    }),
    /** What the counts of the funnel come to. */
    rates: CampaignRates,
    /** What people did with it. */
    people: Readers,
    /** What scanners and the proxies of mail clients did with it. */
    machines: Readers,
    /** The links as the template has them, then those of single mails. */
    links: z.array(
      z.object({
        /** Where the link leads. */
        url: z.string(),
        /** How often it was followed. */
        clicks: z.int(),
        /** Recipients who followed it. */
        people: z.int(),
        /** Recipients for whom a machine followed it. */
        machines: z.int(),
      }),
    ),
    /** Bounces by reason, most frequent first, each with the reply to the last of them. */
    bounces: z.array(
      Bounce.extend({
        /** How many mails bounced so. */
        count: z.int(),
        /** How many of these mails are kept to be looked at. */
        kept: z.int(),
      }),
    ),
    /** Values that its templates name and mails lacked, most frequent first. */
    missing: z.array(
      z.object({
        /** As the template names it. */
        name: z.string(),
        /** How many mails lacked it. */
        mails: z.int(),
      }),
    ),
    /** Why it did not start at its time, or why its mails could not be sent; null where nothing was wrong. */
    problem: StartProblem.nullable(),
  })
  .meta({ id: 'CampaignReport' });
/** A campaign as the emulator sees it. */
export type CampaignReport = z.output<typeof CampaignReport>;
