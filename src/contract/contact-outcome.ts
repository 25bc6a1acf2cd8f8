import * as z from 'zod';
import { Action } from './actions.js';
import { ContactId } from './ids.js';
import { DeliveryResult } from './message.js';
import { SmtpReply } from './smtp-reply.js';
import { Profile } from './simulation.js';
import { Suppression } from './suppression.js';
import { suppressionReasons } from './workspace-records.js';

/** `GET /_emulator/contacts/{contact_id}/outcome`: what campaign mail to a contact comes to, and by which rule. */
export const ContactOutcome = z
  .object({
    /** The contact. */
    contact_id: ContactId,
    /** Its address. */
    email: z.string(),
    /** A `+tag` of the address, the address of the simulator, or else the profile of the simulation. */
    rule: z.enum(['tag', 'simulator', 'profile']),
    /** The tag or local part that names the outcome, or the name of the profile. */
    name: z.string(),
    /** What the receiving server does; null where the profile decides it for each campaign. */
    result: DeliveryResult.nullable(),
    /** Its answer to the first attempt; null where the profile decides. */
    reply: SmtpReply.nullable(),
    /** What the recipient does with the mail. */
    actions: z.array(Action),
    /** Whether a machine does it, not a person. */
    bot: z.boolean(),
    /** The shares by which the profile decides; null where the address does. */
    profile: Profile.nullable(),
    /** Why campaigns skip the contact; null where they do not. */
    skipped: z.enum(['unsubscribed', ...suppressionReasons]).nullable(),
    /** The suppression of its address; null without one. */
    suppression: Suppression.nullable(),
  })
  .meta({ id: 'ContactOutcome' });
/** What campaign mail to a contact comes to, and by which rule. */
export type ContactOutcome = z.output<typeof ContactOutcome>;
