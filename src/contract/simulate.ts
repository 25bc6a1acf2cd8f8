import * as z from 'zod';
import { actionOfEvent, isActionEvent } from './actions.js';
import type { Action } from './actions.js';
import { EventType } from './event.js';
import { alternatives } from './fields.js';
import { BounceType } from './message.js';

/** What `simulate` can let happen to a message: an action of its recipient, or a bounce. */
export type SimulatedEvent = Action | 'bounced';

/** In the order of the event types. */
export const simulatedEvents = EventType.options.flatMap((type): SimulatedEvent[] => {
  if (isActionEvent(type)) return [actionOfEvent[type]];
  return type === 'email.bounced' ? ['bounced'] : [];
});

/** Body of `POST /_emulator/messages/{id}/simulate`. */
export const SimulateInput = z.strictObject({
  /** What happens to the mail. */
  event: z.enum(simulatedEvents, { error: `Expected ${alternatives(simulatedEvents)}` }),
  /** The link that is clicked, which the mail must have; its first unless given. At most 2,000 characters. */
  url: z.string().max(2000).optional(),
  /** How it bounces; a hard bounce unless given. */
  bounce: z
    .strictObject({
      /** For good, for now, or because of the sender; hard unless given. */
      type: BounceType.default('hard'),
      /** The code of the reply, from 400 to 599; that of the type unless given. */
      smtp_code: z.int().min(400).max(599).optional(),
      /** The enhanced status, such as `5.1.1`; that of the type unless given. At most 20 characters. */
      status: z.string().max(20).optional(),
      /** The whole reply; that of the type unless given. At most 500 characters. */
      diagnostic: z.string().max(500).optional(),
    })
    .optional(),
});

/** Body of `POST /_emulator/messages/{id}/simulate`. */
export type SimulateInput = z.output<typeof SimulateInput>;

/** Whether `simulate` can let an event happen to a message now. */
export const SimulateChoice = z
  .object({
    /** The event, as `simulate` takes it. */
    event: z.enum(simulatedEvents),
    /** Whether it would change anything. */
    possible: z.boolean(),
    /** Why it cannot happen, in a sentence; null where it can. */
    reason: z.string().nullable(),
  })
  .meta({ id: 'SimulateChoice' });
export type SimulateChoice = z.output<typeof SimulateChoice>;
