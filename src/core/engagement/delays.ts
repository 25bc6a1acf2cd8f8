import type { Outcome, ScheduledAction } from '../../contract/message.js';
import { hashFraction } from '../time/random.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Whose delays: every draw rests on these alone. */
export interface DelaySource {
  seed: number;
  campaignName: string;
  address: string;
  /** All delays are divided by it. */
  speed: number;
}

/** A standard normal number from two uniform draws (Box and Muller 1958). */
function normal(source: DelaySource, salt: string): number {
  const draw = (part: string) =>
    hashFraction(source.seed, source.campaignName, source.address.toLowerCase(), salt, part);
  return Math.sqrt(-2 * Math.log(1 - draw('radius'))) * Math.cos(2 * Math.PI * draw('angle'));
}

const lognormal = (source: DelaySource, salt: string, mu: number, sigma: number): number =>
  Math.exp(mu + sigma * normal(source, salt));

/** Lognormal, median 2 s. */
const deliveryDelay = (source: DelaySource): number =>
  Math.min(lognormal(source, 'deliver', Math.log(2), 0.6) * second, hour);
/** Lognormal, μ 1.93 and σ 2.21 in hours, cut at 30 days. */
const openDelay = (source: DelaySource): number =>
  Math.min(lognormal(source, 'open', 1.93, 2.21) * hour, 30 * day);
// How much likelier than others a person clicks who opened within an hour, within 26 hours, or later.
const eagerness = [
  { within: hour, weight: 1.63 },
  { within: 26 * hour, weight: 0.94 },
  { within: Infinity, weight: 0.65 },
];
/** The mean of those weights over the lognormal delays of opening. */
export const meanEagerness = 0.992;

/** How readily someone clicks, from how soon they open. */
export function eagernessOf(source: Omit<DelaySource, 'speed'>): number {
  const delay = openDelay({ ...source, speed: 1 });
  return eagerness.find(({ within }) => delay < within)?.weight ?? 1;
}

/** Gap between open and click, median 25 s. */
const clickGap = (source: DelaySource): number =>
  Math.min(lognormal(source, 'click', Math.log(25), 1.2) * second, day);
const leaveGap = (source: DelaySource): number =>
  Math.min(lognormal(source, 'leave', Math.log(40), 1) * second, day);

const retryDelays = [5 * minute, 30 * minute, 2 * hour];
/** How often a mail that is put off is tried again. */
export const maxRetries = retryDelays.length;

/** When attempt `number` (1 is the first retry) is due after a temporary refusal; null when there are no more. */
export function retryAt(now: number, number: number, speed: number): number | null {
  const delay = retryDelays[number - 1];
  return delay === undefined ? null : now + Math.round(delay / speed);
}

/**
 * What happens to a mail that was accepted at `at`, in order of time. A scanner (`bot`) acts at the moment of delivery;
 * people open some time later, and click, leave or complain after that.
 */
export function scheduleActions(outcome: Outcome, at: number, source: DelaySource): ScheduledAction[] {
  const scaled = (ms: number) => Math.round(ms / source.speed);
  const delivered = at + scaled(deliveryDelay(source));
  const opened = outcome.bot ? delivered : delivered + scaled(openDelay(source));
  const after = (gap: number) => (outcome.bot ? opened : opened + scaled(gap));
  const steps: ScheduledAction[] = [{ do: 'deliver', at: delivered }];
  for (const act of outcome.actions) {
    if (act === 'opened') steps.push({ do: act, at: opened });
    if (act === 'clicked') steps.push({ do: act, at: after(clickGap(source)) });
    if (act === 'unsubscribed' || act === 'spam_reported')
      steps.push({ do: act, at: after(leaveGap(source)) });
  }
  return steps;
}
