import * as z from 'zod';
import { Count } from './count.js';
import { Fault } from './fault.js';
import { StoredAddress, storedLine } from './fields.js';
import { CampaignId, ContactId, KeyId, MessageId, WebhookId } from './ids.js';
import { RateLimitMode } from './limits.js';
import { SimulationRecord, SimulationSetting } from './simulation.js';
import { Instant } from './time.js';

/** Who a campaign goes to, fixed when sending starts. Kept until the last mail is sent. */
export const AudienceRecord = z.object({
  id: CampaignId,
  members: z.array(z.tuple([ContactId, StoredAddress])),
});
export type AudienceRecord = z.output<typeof AudienceRecord>;

/** Why an address gets no campaign: a hard bounce, a complaint, or a call of the control API. */
export const suppressionReasons = ['bounced', 'complained', 'manual'] as const;
export const SuppressionReason = z.enum(suppressionReasons, {
  error: 'Expected "bounced", "complained" or "manual"',
});

/** An address that later campaigns leave out. The id is the address in lower case. */
export const SuppressionRecord = z.object({
  id: storedLine.refine((text) => text === text.toLowerCase(), {
    error: 'Expected an address in lower case',
  }),
  reason: SuppressionReason,
  at: Instant,
  message_id: MessageId.nullable(),
});
export type SuppressionRecord = z.output<typeof SuppressionRecord>;

const ClockRecord = z.object({
  id: z.literal('clock'),
  /** Real and virtual time at the last change of the clock, from which all later time is reckoned. */
  real: Instant,
  virtual: Instant,
  rate: z.number().nonnegative(),
  frozen: z.boolean(),
  /** Where a move forward is under way, the last change before it: what has happened since may be later than this time. */
  moved_from: Count.optional(),
});

const WorkspaceRecord = z.object({
  id: z.literal('workspace'),
  created_at: Instant,
  /** Tracking links are made with it. */
  secret: storedLine,
  /** Those with which links of mail were made that came by an import, where another workspace has the secret. */
  inherited: z.array(storedLine),
});

/** The limits that a call has set; the others are those of the settings. */
const LimitsRecord = z.object({
  id: z.literal('limits'),
  mode: RateLimitMode.optional(),
  read: z.int().min(1).optional(),
  write: z.int().min(1).optional(),
  monthly_quota: z.int().nonnegative().nullable().optional(),
});

const FaultsRecord = z.object({
  id: z.literal('faults'),
  made: Count,
  rules: z.array(z.object({ fault: Fault, ordinal: Count, tries: Count })),
});

/** The facts of a workspace that are one of a kind, by `id`. */
export const MetaRecord = z.discriminatedUnion('id', [
  WorkspaceRecord,
  ClockRecord,
  SimulationRecord,
  LimitsRecord,
  FaultsRecord,
  /** Recipients of the month that was charged last, and of others in which the clock was. */
  z.object({
    id: z.literal('quota'),
    month: storedLine,
    used: Count,
    others: z.record(storedLine, Count),
  }),
  z.object({ id: z.literal('webhook_cursor'), seq: Count }),
  /** The folder of raw mail beside `db.json`, where it is not `mail`: each state that was put in place has its own. */
  z.object({ id: z.literal('mail'), folder: z.string().regex(/^mail\.\d+$/) }),
  /**
   * A data set is being loaded: what was there before of keys and endpoints, and of the records that it or an export changes.
   * Where a start finds it, loading was cut off.
   */
  z.object({
    id: z.literal('loading'),
    keys: z.array(KeyId),
    webhooks: z.array(WebhookId),
    before: z.array(
      z.discriminatedUnion('id', [
        WorkspaceRecord,
        ClockRecord,
        SimulationRecord,
        LimitsRecord,
        FaultsRecord,
      ]),
    ),
  }),
  /**
   * A play is under way since a change: the rate of the clock and the simulation before it, `stored` where a call had set that.
   * Where a start finds it, the play was cut off. No snapshot or export has it.
   */
  z.object({
    id: z.literal('play'),
    seq: Count,
    rate: z.number().nonnegative(),
    simulation: SimulationSetting,
    stored: z.boolean(),
  }),
  /** When which key called, for the rate limits: in snapshots and exports alone. */
  z.object({ id: z.literal('calls'), logs: z.array(z.tuple([storedLine, z.array(Instant)])) }),
]);
export type MetaRecord = z.output<typeof MetaRecord>;
export type MetaOf<K extends MetaRecord['id']> = Extract<MetaRecord, { id: K }>;
