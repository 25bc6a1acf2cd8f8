import * as z from 'zod';
import { EventType } from './event.js';
import { EmailAddress } from './fields.js';
import { BounceType } from './message.js';

/** Body of `POST /_emulator/trigger`. */
export const TriggerInput = z.strictObject({
  /** What is to happen. */
  event: EventType,
  /** The address of the recipient. */
  to: EmailAddress,
  /** A campaign that has sent to this address. */
  campaign: z.string().max(100).optional(),
  /** The link that is clicked, an http or https URL; the first of the mail unless given. */
  url: z.string().max(2000).optional(),
  /** How it bounces; a hard bounce unless given. */
  bounce: z
    .strictObject({
      /** For good, for now, or because of the sender. */
      type: BounceType,
    })
    .optional(),
});

/** Body of `POST /_emulator/trigger`. */
export type TriggerInput = z.output<typeof TriggerInput>;
