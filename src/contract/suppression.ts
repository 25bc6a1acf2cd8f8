import * as z from 'zod';
import { EmailAddress } from './fields.js';
import { MessageId } from './ids.js';
import { IsoText, toIso } from './time.js';
import { SuppressionReason } from './workspace-records.js';
import type { SuppressionRecord } from './workspace-records.js';

/** An address that gets no campaign, and why. `message_id` is the mail that bounced or was reported; null without one. */
export const Suppression = z
  .object({
    address: z.string(),
    reason: SuppressionReason,
    since: IsoText,
    message_id: MessageId.nullable(),
  })
  .meta({ id: 'Suppression' });
export type Suppression = z.output<typeof Suppression>;

/** Body of `POST /_emulator/suppressions`. */
export const SuppressionInput = z
  .strictObject({ address: EmailAddress, reason: SuppressionReason.default('manual') })
  .meta({ id: 'SuppressionInput' });
export type SuppressionInput = z.output<typeof SuppressionInput>;

export const toSuppression = ({ id, reason, at, message_id }: SuppressionRecord): Suppression => ({
  address: id,
  reason,
  since: toIso(at),
  message_id,
});
