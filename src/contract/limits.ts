import * as z from 'zod';

export const RateLimitMode = z.enum(['off', 'observe', 'enforce'], {
  error: 'Expected "off", "observe" or "enforce"',
});
export type RateLimitMode = z.output<typeof RateLimitMode>;

const most = z
  .int({ error: 'Expected a whole number of at least 1' })
  .min(1, { error: 'Expected a whole number of at least 1' })
  .max(1_000_000);

/** Body of `PUT /_emulator/limits`: what is absent stays. */
export const LimitsInput = z
  .strictObject({
    mode: RateLimitMode.optional(),
    /** Requests per key in any 3600 seconds. */
    read: most.optional(),
    write: most.optional(),
    /** Recipients per calendar month (UTC); null for no quota. */
    monthly_quota: z
      .int({ error: 'Expected a whole number of at least 0, or null' })
      .min(0, { error: 'Expected a whole number of at least 0, or null' })
      .nullish(),
  })
  .meta({ id: 'LimitsInput' });
export type LimitsInput = z.output<typeof LimitsInput>;

const KeyUse = z.object({ used: z.int(), remaining: z.int(), reset: z.int() });

/** The limits in force, and what is used of them. `reset` is in seconds since the epoch. */
export const Limits = z
  .object({
    mode: RateLimitMode,
    read: z.int(),
    write: z.int(),
    window_seconds: z.int(),
    monthly_quota: z.int().nullable(),
    quota_used: z.int(),
    keys: z.array(z.object({ id: z.string(), name: z.string(), read: KeyUse, write: KeyUse })),
  })
  .meta({ id: 'Limits' });
export type Limits = z.output<typeof Limits>;
