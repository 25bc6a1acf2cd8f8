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

export const SimulateInput = z.strictObject({
  event: z.enum(simulatedEvents, { error: `Expected ${alternatives(simulatedEvents)}` }),
  url: z.string().max(2000).optional(),
  bounce: z
    .strictObject({
      type: BounceType.default('hard'),
      smtp_code: z.int().min(400).max(599).optional(),
      status: z.string().max(20).optional(),
      diagnostic: z.string().max(500).optional(),
    })
    .optional(),
});

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
