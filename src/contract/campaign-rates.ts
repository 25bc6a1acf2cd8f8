import type { CampaignStats, Counts } from './campaign.js';

/**
 * A share; Undocumented: we chose four decimals, half up, and 0 for 0 of 0. Integers all the way, so that no float
 * rounds a half down. Differs from Maildrone: its example prints an open_rate of 0.2504 for 2367 of 9456, which is
 * 0.2503. No share is above 1, also where a mail that was opened bounced afterwards.
 */
const rate = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.floor((Math.min(part, whole) * 20_000 + whole) / (2 * whole)) / 10_000;

/** The rates of the documented stats. */
export const ratesOf = ({
  sent,
  delivered,
  opened,
  clicked,
  unsubscribed,
}: Counts): CampaignStats['rates'] => ({
  delivery_rate: rate(delivered, sent),
  open_rate: rate(opened, delivered),
  click_rate: rate(clicked, delivered),
  unsubscribe_rate: rate(unsubscribed, delivered),
});

/** The documented rates and, as they leave them out, those of bounces and complaints. */
export const allRatesOf = (counts: Counts) => ({
  ...ratesOf(counts),
  bounce_rate: rate(counts.bounced, counts.sent),
  spam_rate: rate(counts.spam_reports, counts.delivered),
});
