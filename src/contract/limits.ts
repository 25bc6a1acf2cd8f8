import * as z from 'zod';

/** Whether calls are counted: not at all, with headers and warnings, or up to a 429. */
export const RateLimitMode = z.enum(['off', 'observe', 'enforce'], {
  error: 'Expected "off", "observe" or "enforce"',
});
export type RateLimitMode = z.output<typeof RateLimitMode>;

const greatestLimit = 1_000_000;
const limitIssue = `Expected a whole number from 1 to ${greatestLimit}`;
const most = z
  .int({ error: limitIssue })
  .min(1, { error: limitIssue })
  .max(greatestLimit, { error: limitIssue });

/** Body of `PUT /_emulator/limits`: what is absent stays. */
export const LimitsInput = z
  .strictObject({
    /** Whether calls are counted and refused. */
    mode: RateLimitMode.optional(),
    /** Reads per key in any 3600 seconds. */
    read: most.optional(),
    /** Writes per key in any 3600 seconds. */
    write: most.optional(),
    /** Recipients per calendar month (UTC); null for no quota. */
    monthly_quota: z
      .int({ error: 'Expected a whole number of at least 0, or null' })
      .min(0, { error: 'Expected a whole number of at least 0, or null' })
      .nullish(),
  })
  .meta({ id: 'LimitsInput' });
export type LimitsInput = z.output<typeof LimitsInput>;

const KeyUse = z.object({
  /** Calls in the last 3600 seconds of the clock. */
  used: z.int(),
  /** How many are left. */
  remaining: z.int(),
  /** When the oldest leaves the window, in seconds since the epoch. */
  reset: z.int(),
});

/** The limits in force, and what is used of them. `reset` is in seconds since the epoch. */
export const Limits = z
  .object({
    /** Whether calls are counted and refused. */
    mode: RateLimitMode,
    /** Reads per key in the window. */
    read: z.int(),
    /** Writes per key in the window. */
    write: z.int(),
    /** The length of the window in seconds of the clock. */
    window_seconds: z.int(),
    /** Recipients per calendar month (UTC); null for no quota. */
    monthly_quota: z.int().nullable(),
    /** Recipients of this month. */
    quota_used: z.int(),
    /** What is used, by key. */
    keys: z.array(
      z.object({
        /** The id of the key. */
        id: z.string(),
        /** What the key is for. */
        name: z.string(),
        /** The reads that it made. */
        read: KeyUse,
        /** The writes that it made. */
        write: KeyUse,
      }),
    ),
  })
  .meta({ id: 'Limits' });
export type Limits = z.output<typeof Limits>;
