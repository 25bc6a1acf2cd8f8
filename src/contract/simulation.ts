import * as z from 'zod';
import { actions, eachAction } from './actions.js';
import { line } from './fields.js';

const share = z.number().min(0).max(1);

/**
 * Who does what with campaign mail. `bounced` is a share of those sent, the
 * others are shares of those delivered.
 */
export const Profile = z
  .strictObject({
    /** What it is called. */
    name: line(100).min(1),
    /** `exact` fills quotas, `random` draws each recipient by itself; `exact` unless given. */
    sampling: z.enum(['exact', 'random'], { error: 'Expected "exact" or "random"' }).default('exact'),
    /** Shares from 0 to 1; 0 unless given. */
    shares: z.strictObject({
      /** Of those sent: refused for good. */
      bounced: share.default(0),
      ...eachAction('counter', () => share.default(0)),
    }),
  })
  .superRefine(({ shares }, context) => {
    for (const { requires, counter, label } of Object.values(actions)) {
      if (!requires || shares[counter] <= shares[actions[requires].counter]) continue;
      context.addIssue({
        code: 'custom',
        path: ['shares', counter],
        message: `Expected at most the share of ${actions[requires].counter} (a mail is ${label} after it was ${actions[requires].label})`,
      });
    }
  })
  .meta({ id: 'SimulationProfile' });
export type Profile = z.output<typeof Profile>;

const nothing = { bounced: 0, ...eachAction('counter', () => 0) };

/** The profiles that ship: `reference` has the shares of the documented stats. */
export const profiles = {
  manual: { name: 'manual', sampling: 'exact', shares: nothing },
  reference: {
    name: 'reference',
    sampling: 'exact',
    shares: {
      ...nothing,
      bounced: 544 / 10_000,
      opened: 2367 / 9456,
      clicked: 473 / 9456,
      unsubscribed: 23 / 9456,
      spam_reports: 5 / 9456,
    },
  },
  classic: {
    name: 'classic',
    sampling: 'exact',
    shares: {
      ...nothing,
      bounced: 0.0101,
      opened: 0.2271,
      clicked: 0.0291,
      unsubscribed: 0.0025,
      spam_reports: 0.0002,
    },
  },
} satisfies Record<string, Profile>;

/** The name of a profile that ships. */
export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as ProfileName[];

/** A profile as calls and data sets give it: the name of one that ships, or a whole one. */
export const ProfileInput = z
  .union([z.enum(profileNames), Profile], {
    error: `Expected ${profileNames.map((name) => `"${name}"`).join(', ')} or a profile with name and shares`,
  })
  .transform((given) => (typeof given === 'string' ? profiles[given] : given));

/** The profile of a name; undefined where there is none. */
export const namedProfile = (name: string): Profile | undefined =>
  Object.values<Profile>(profiles).find((profile) => profile.name === name);

/** Slower than that nothing would happen for weeks. */
export const leastSpeed = 0.001;
export const greatestSpeed = 1_000_000_000;
const speedIssue = `Expected a number from ${leastSpeed} to ${greatestSpeed}`;

export const greatestSeed = Number.MAX_SAFE_INTEGER;
const seedIssue = `Expected a whole number from 0 to ${greatestSeed}`;
/** The seed of every choice, as `--seed` takes it. */
export const Seed = z
  .int({ error: seedIssue })
  .min(0, { error: seedIssue })
  .max(greatestSeed, { error: seedIssue });

/** Body of `PUT /_emulator/simulation`: a name or a whole profile; what is absent stays. */
export const SimulationInput = z.strictObject({
  profile: ProfileInput.optional(),
  speed: z
    .number()
    .min(leastSpeed, { error: speedIssue })
    .max(greatestSpeed, { error: speedIssue })
    .optional(),
  seed: Seed.optional(),
});

/** The simulation in force in a workspace: profile, divisor of delays, and the seed of every choice. */
export const SimulationRecord = z.object({
  id: z.literal('simulation'),
  profile: Profile,
  speed: z.number().positive(),
  seed: z.int(),
});
export type SimulationRecord = z.output<typeof SimulationRecord>;

/** The same as it is asked for. */
export const SimulationSetting = SimulationRecord.omit({ id: true });
export type SimulationSetting = z.output<typeof SimulationSetting>;
