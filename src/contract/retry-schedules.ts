import { hour, minute, second } from './durations.js';

/**
 * Waits before each retry of a failed delivery, in ms on the clock, by the name that `retries` of an endpoint takes. This
 * table is the only place of a schedule: the control API, its document, the client's types and the command line read it.
 */
export const retrySchedules = {
  standard: [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 10 * hour],
  fast: [100, 200, 500, second, 2 * second],
  none: [],
} as const;

/** How failed deliveries are retried: `standard` over a day, `fast` within seconds, or not at all. */
export type RetryPreset = keyof typeof retrySchedules;

export const retryPresets = Object.keys(retrySchedules) as [RetryPreset, ...RetryPreset[]];

/** The schedule of an endpoint that names none. */
export const defaultRetries: RetryPreset = 'standard';

/** Attempts that the longest schedule makes of one delivery. */
export const mostAttempts = 1 + Math.max(...Object.values(retrySchedules).map(({ length }) => length));
