import * as z from 'zod';
import { CampaignInput, Content } from './campaign.js';
import { ClockRate } from './clock.js';
import { ContactInput, ContactStatus } from './contact.js';
import { day } from './durations.js';
import { line, StoredTag } from './fields.js';
import { CampaignId, ContactId } from './ids.js';
import { KeyInput } from './key.js';
import { ProfileInput, profiles, Seed, SimulationInput } from './simulation.js';
import { templateFile } from './template-file.js';
import { IsoTime, momentAfter, parseDuration } from './time.js';
import type { Instant } from './time.js';
import { WebhookInput } from './webhook.js';

/** A moment in a fixture: at a time, or so many ms before (negative) or after the clock of the workspace at loading. */
export type FixtureTime = { at: Instant } | { offset: number };

/** An ISO 8601 time, or a duration with a sign such as `"-30d"` or `"+2h"`, reckoned from the clock at loading. */
export const FixtureTime = z.string().transform((text, context): FixtureTime => {
  const relative = /^([+-])(.+)$/.exec(text);
  const offset = relative ? parseDuration(relative[2] ?? '') : null;
  if (offset !== null) return { offset: relative?.[1] === '-' ? -offset : offset };
  const absolute = IsoTime.safeParse(text);
  if (absolute.success) return { at: absolute.data };
  context.addIssue({
    code: 'custom',
    message: 'Expected an ISO 8601 time such as 2024-03-25T10:00:00Z, or a signed duration such as "-30d"',
  });
  return z.NEVER;
});

export const resolveTime = (time: FixtureTime, now: Instant): Instant =>
  'at' in time ? time.at : Math.max(0, momentAfter(now, time.offset));

/** A contact as `POST /v2/contacts` takes it, with an id, a state and times of its own where these matter. */
export const FixtureContact = ContactInput.omit({ send_welcome: true }).extend({
  id: ContactId.optional(),
  status: ContactStatus.optional(),
  subscribed_at: FixtureTime.optional(),
  created_at: FixtureTime.optional(),
  updated_at: FixtureTime.optional(),
});
export type FixtureContact = z.output<typeof FixtureContact>;

/** What became of a campaign that was sent in the past. */
export const FixtureHistory = z.strictObject({
  at: FixtureTime,
  /** So many invented recipients in place of the contacts that match. */
  recipients: z.int().min(1).max(1_000_000).optional(),
  profile: ProfileInput.default(profiles.reference),
  /** How many of its mails are kept to be looked at. */
  keep_mail: z.int().min(0).max(10_000).default(0),
});
export type FixtureHistory = z.output<typeof FixtureHistory>;

/** Templates themselves: those in files (`"file:…"`) are read with the file of the data set, before. */
const ReadContent = Content.superRefine((content, context) => {
  for (const part of ['html', 'text'] as const)
    if (templateFile(content[part]) !== null)
      context.addIssue({
        code: 'custom',
        path: [part],
        message: 'Expected a template; that of a file is read only for a data set that is a file beside it',
      });
});

/** A campaign as `POST /v2/campaigns` takes it; `sent` gives it a history. A `send_time` may be relative. */
export const FixtureCampaign = CampaignInput.omit({ send_time: true }).extend({
  content: ReadContent,
  id: CampaignId.optional(),
  send_time: FixtureTime.nullish(),
  created_at: FixtureTime.optional(),
  sent: FixtureHistory.optional(),
});
export type FixtureCampaign = z.output<typeof FixtureCampaign>;

/** Invented contacts: the same ones for the same seed. `tags` gives each tag to a share of them. */
export const Generate = z.strictObject({
  contacts: z.int().min(0).max(1_000_000),
  seed: Seed.default(1),
  tags: z.record(StoredTag, z.number().min(0).max(1)).default({}),
  /** Share of contacts that left. */
  unsubscribed: z.number().min(0).max(1).default(0),
  /** How long ago the first of them came. */
  since: FixtureTime.default({ offset: -730 * day }),
});
export type Generate = z.output<typeof Generate>;

/** A data set for a workspace. */
export const Fixture = z.strictObject({
  description: z.string().optional(),
  contacts: z.array(FixtureContact).default([]),
  generate: Generate.optional(),
  campaigns: z.array(FixtureCampaign).default([]),
  webhooks: z.array(WebhookInput).default([]),
  keys: z.array(KeyInput.extend({ key: line(200).min(8).optional() })).default([]),
  simulation: SimulationInput.optional(),
  clock: z
    .strictObject({
      at: FixtureTime.optional(),
      frozen: z.boolean().optional(),
      rate: ClockRate.optional(),
    })
    .optional(),
});
export type Fixture = z.output<typeof Fixture>;

/** A data set that comes with the package. */
export const DataSetInfo = z
  .object({
    /** By which it is loaded. */
    name: z.string(),
    /** What is in it. */
    description: z.string(),
  })
  .meta({ id: 'DataSet' });
/** A data set that comes with the package. */
export type DataSetInfo = z.output<typeof DataSetInfo>;
