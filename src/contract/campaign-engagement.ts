import * as z from 'zod';
import { alternatives } from './fields.js';
import { IsoText } from './time.js';

/** How long a point of the series may last, in seconds of the clock. */
export const bucketSeconds = {
  '1m': 60,
  '5m': 300,
  '15m': 900,
  '1h': 3600,
  '6h': 21_600,
  '1d': 86_400,
  '7d': 604_800,
} as const;
const names = Object.keys(bucketSeconds) as (keyof typeof bucketSeconds)[];

export const Bucket = z.enum(names, { error: `Expected ${alternatives(names)}` });
/** How long a point of the series lasts. */
export type Bucket = z.output<typeof Bucket>;

const Acts = z.object({
  /** How often the mail was opened. */
  opens: z.int(),
  /** How often its links were followed. */
  clicks: z.int(),
});

/** `GET /_emulator/campaigns/{id}/engagement`: opens and clicks over the clock. */
export const CampaignEngagement = z
  .object({
    /** How long a point lasts. */
    bucket: Bucket,
    /** The same in seconds of the clock. */
    bucket_seconds: z.int(),
    /** The points at which something happened, in order; at all others nothing did. */
    points: z.array(
      z.object({
        /** When it begins: UTC, ISO 8601 with whole seconds. */
        at: IsoText,
        /** What people did. */
        people: Acts,
        /** What scanners and the proxies of mail clients did. */
        machines: Acts,
      }),
    ),
  })
  .meta({ id: 'CampaignEngagement' });
/** Opens and clicks of a campaign over the clock. */
export type CampaignEngagement = z.output<typeof CampaignEngagement>;
