import type { z } from 'zod';
import { CampaignRates, StartProblem } from './campaign-report.js';
import { allRatesOf } from './campaign-rates.js';
import { Campaign, CampaignStats, toCampaign } from './campaign.js';
import type { CampaignRecord } from './campaign.js';
import { toIso } from './time.js';

/** A row of `GET /_emulator/campaigns/summaries`: a campaign without its content, and what it came to. */
export const CampaignSummary = Campaign.omit({ content: true })
  .extend({
    /** The counts of the documented stats. */
    stats: CampaignStats.shape.stats,
    /** What they come to. */
    rates: CampaignRates,
    /** Why it did not start at its time, or why its mails could not be sent; null where nothing was wrong. */
    problem: StartProblem.nullable(),
  })
  .meta({ id: 'CampaignSummary' });
/** A campaign without its content, and what it came to. */
export type CampaignSummary = z.output<typeof CampaignSummary>;

export function toCampaignSummary(record: CampaignRecord, { stats }: CampaignStats): CampaignSummary {
  const { content: _, ...campaign } = toCampaign(record);
  return { ...campaign, stats, rates: allRatesOf(stats), problem: toStartProblem(record) };
}

/** Why a campaign did not start at its time, or why its mails could not be sent; null where nothing was wrong. */
export const toStartProblem = ({
  last_start: start,
}: Pick<CampaignRecord, 'last_start'>): z.output<typeof StartProblem> | null =>
  start?.issue ? { at: toIso(start.at), issue: start.issue } : null;
