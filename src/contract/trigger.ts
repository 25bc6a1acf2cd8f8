import * as z from 'zod';
import { EventType } from './event.js';
import { EmailAddress } from './fields.js';
import { BounceType } from './message.js';

export const TriggerInput = z.strictObject({
  event: EventType,
  to: EmailAddress,
  /** A campaign that has sent to this address. */
  campaign: z.string().max(100).optional(),
  /** The link that is clicked; the first of the mail unless given. */
  url: z.string().max(2000).optional(),
  bounce: z.strictObject({ type: BounceType }).optional(),
});

export type TriggerInput = z.output<typeof TriggerInput>;
