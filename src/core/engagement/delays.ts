import { hour, minute, second } from '../../contract/durations.js';
import { actions } from '../../contract/actions.js';
import type { ActionDelay } from '../../contract/actions.js';
import type { Outcome, ScheduledAction } from '../../contract/message.js';
import { momentAfter } from '../../contract/time.js';
import { hashFraction } from '../time/random.js';

/** Whose delays. Every draw rests on seed, campaign name and address alone. */
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

const mostDraws = 100;

/** Lognormal, cut at `most`: what lies beyond is drawn again, so that nothing is heaped at the cut. */
function lognormal(source: DelaySource, { draw, mu, sigma, unit, most }: Omit<ActionDelay, 'after'>): number {
  for (let count = 0; count < mostDraws; count += 1) {
    const salt = count === 0 ? draw : `${draw} ${count}`;
    const delay = Math.exp(mu + sigma * normal(source, salt)) * unit;
    if (delay <= most) return delay;
  }
  return most;
}

/** Median 2 s. */
const deliveryDelay = { draw: 'deliver', mu: Math.log(2), sigma: 0.6, unit: second, most: hour };
// How much likelier than others a person clicks who opened within an hour, within 26 hours, or later.
const eagerness = [
  { within: hour, weight: 1.63 },
  { within: 26 * hour, weight: 0.94 },
  { within: Infinity, weight: 0.65 },
];
/** The mean of those weights over the lognormal delays of opening. */
export const meanEagerness = 0.992;

/** How readily a recipient clicks, by how soon they open. */
export function eagernessOf(source: Omit<DelaySource, 'speed'>): number {
  const delay = lognormal({ ...source, speed: 1 }, actions.opened.delay);
  return eagerness.find(({ within }) => delay < within)?.weight ?? 1;
}

const retryDelays = [5 * minute, 30 * minute, 2 * hour];

/** When attempt `number` (1 is the first retry) is due after a temporary refusal; null when there are no more. */
export function retryAt(now: number, number: number, speed: number): number | null {
  const delay = retryDelays[number - 1];
  return delay === undefined ? null : momentAfter(now, Math.round(delay / speed));
}

/** When a mail that was refused for now at `at` is tried again, as often as there are retries or `most` times. */
export function scheduleRetries(at: number, speed: number, most = Infinity): ScheduledAction[] {
  let due = at;
  return retryDelays
    .slice(0, most)
    .map((delay) => ({ do: 'retry', at: (due = momentAfter(due, Math.round(delay / speed))) }));
}

/**
 * What happens to a mail that was accepted at `at`, in order of time. A scanner (`bot`) acts at the moment of delivery;
 * people open some time later, and click, leave or complain after that.
 */
export function scheduleActions(outcome: Outcome, at: number, source: DelaySource): ScheduledAction[] {
  const scaled = (delay: Omit<ActionDelay, 'after'>) => Math.round(lognormal(source, delay) / source.speed);
  const after = (start: number, delay: ActionDelay) =>
    outcome.bot ? start : momentAfter(start, scaled(delay));
  const delivered = momentAfter(at, scaled(deliveryDelay));
  const opened = after(delivered, actions.opened.delay);
  return [
    { do: 'deliver', at: delivered },
    ...outcome.actions.map((action): ScheduledAction => {
      const { delay } = actions[action];
      return { do: action, at: after(delay.after === 'delivery' ? delivered : opened, delay) };
    }),
  ];
}
