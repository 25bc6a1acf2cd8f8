import * as z from 'zod';
import { EmailAddress } from './fields.js';
import { MessageId } from './ids.js';
import { IsoText, toIso } from './time.js';
import { SuppressionReason } from './workspace-records.js';
import type { SuppressionRecord } from './workspace-records.js';

/** An address that gets no campaign, and why. `message_id` is the mail that bounced or was reported; null without one. */
export const Suppression = z
  .object({
    /** The address, in lower case. */
    address: z.string(),
    /** A hard bounce, a complaint, or a call of the control API. */
    reason: SuppressionReason,
    /** Since when: UTC, ISO 8601 with whole seconds. */
    since: IsoText,
    /** The mail that bounced or was reported; null without one. */
    message_id: MessageId.nullable(),
    /** Whether that mail can still be looked at: it was neither deleted nor removed as one of the oldest. */
    message_kept: z.boolean(),
  })
  .meta({ id: 'Suppression' });
/** An address that gets no campaign, and why. */
export type Suppression = z.output<typeof Suppression>;

/** Body of `POST /_emulator/suppressions`. */
export const SuppressionInput = z
  .strictObject({
    /** The address, without regard to case. */
    address: EmailAddress,
    /** Why it gets no campaign; `manual` unless given. */
    reason: SuppressionReason.default('manual'),
  })
  .meta({ id: 'SuppressionInput' });
/** An address to be suppressed. */
export type SuppressionInput = z.output<typeof SuppressionInput>;

export const toSuppression = (
  { id, reason, at, message_id }: SuppressionRecord,
  message_kept: boolean,
): Suppression => ({
  address: id,
  reason,
  since: toIso(at),
  message_id,
  message_kept,
});
