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
      /** For good, for now, or because of the sender; unless given what code and status say, or else hard. */
      type: BounceType.optional(),
      /** The code of the reply, from 400 to 599; that of the type unless given. */
      smtp_code: z.int().min(400).max(599).optional(),
      /** The enhanced status, such as `5.1.1`; that of the type unless given. */
      status: z
        .string()
        .regex(/^[45]\.\d{1,3}\.\d{1,3}$/, {
          error: 'Expected an enhanced status of a refusal, such as 5.1.1',
        })
        .optional(),
      /** The whole reply; made of code and status unless given. At most 500 characters. */
      diagnostic: z.string().max(500).optional(),
    })
    .superRefine(({ type, smtp_code, status }, context) => {
      const classes = new Set(
        [smtp_code, status].flatMap((given) => (given ? [Number(String(given)[0])] : [])),
      );
      const fault = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      if (classes.size > 1)
        fault('status', `Expected a status of the class of smtp_code: ${String(smtp_code)[0]}.x.x`);
      else if (classes.has(4) && type !== undefined && type !== 'soft')
        fault('type', 'Expected "soft": code or status say that the refusal is for now');
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
