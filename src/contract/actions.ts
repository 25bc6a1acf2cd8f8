import { day, hour, second } from './durations.js';
import * as z from 'zod';
import { Count } from './count.js';
import type { EventType } from './event.js';

/** Lognormal, `mu` and `sigma` in units of `unit` ms, at most `most` ms. */
export interface ActionDelay {
  /** What it is counted from: an open at that time is assumed for those who do not open. */
  after: 'delivery' | 'open';
  /** The name of its draw: actions with the same one come at the same moment. */
  draw: string;
  mu: number;
  sigma: number;
  unit: number;
  most: number;
}

interface ActionDeclaration {
  /** What is done to the mail, in a sentence: "a bounced mail cannot be …". */
  label: string;
  event: EventType;
  /** The field of a message that keeps it: how often where the action `repeats`, else whether. */
  field: string;
  repeats: boolean;
  /** The counter of a campaign's stats, and the share in a profile. */
  counter: string;
  /** What an address asks for with `+tag`. */
  tag: string;
  /** The action without which it does not happen. */
  requires: 'opened' | null;
  /** Whom a profile lets act: any, those who did what it `requires` (the eager ones more), or readers first or last. */
  drawn: 'evenly' | 'eager' | 'readers-first' | 'readers-last';
  delay: ActionDelay;
  /** The event names the device. */
  visitor: boolean;
  /** The event names a link of the mail. */
  link: boolean;
  /** The contact is unsubscribed. */
  leaves: boolean;
  /** Why the address gets no later campaign. */
  suppresses: 'complained' | null;
}

const leaveDelay = {
  after: 'open',
  draw: 'leave',
  mu: Math.log(40),
  sigma: 1,
  unit: second,
  most: day,
} as const;

/**
 * What a recipient can do with a mail, in the order of the documented stats. All that the emulator knows of an action stands
 * here: messages, events, stats, profiles, addresses, delays, `simulate` and `trigger` derive from it.
 */
export const actions = {
  opened: {
    label: 'opened',
    event: 'email.opened',
    field: 'opens',
    repeats: true,
    counter: 'opened',
    tag: 'open',
    requires: null,
    drawn: 'evenly',
    delay: { after: 'delivery', draw: 'open', mu: 1.93, sigma: 2.21, unit: hour, most: 30 * day },
    visitor: true,
    link: false,
    leaves: false,
    suppresses: null,
  },
  clicked: {
    label: 'clicked',
    event: 'email.clicked',
    field: 'clicks',
    repeats: true,
    counter: 'clicked',
    tag: 'click',
    requires: 'opened',
    drawn: 'eager',
    delay: { after: 'open', draw: 'click', mu: Math.log(25), sigma: 1.2, unit: second, most: day },
    visitor: true,
    link: true,
    leaves: false,
    suppresses: null,
  },
  unsubscribed: {
    label: 'unsubscribed from',
    event: 'email.unsubscribed',
    field: 'unsubscribed',
    repeats: false,
    counter: 'unsubscribed',
    tag: 'unsubscribe',
    requires: null,
    // Who leaves has read the mail, unless more leave than read.
    drawn: 'readers-first',
    delay: leaveDelay,
    visitor: true,
    link: false,
    leaves: true,
    suppresses: null,
  },
  spam_reported: {
    label: 'reported as spam',
    event: 'email.spam_reported',
    field: 'spam_reported',
    repeats: false,
    counter: 'spam_reports',
    tag: 'spam',
    requires: null,
    // Who complains mostly has not read it.
    drawn: 'readers-last',
    delay: leaveDelay,
    visitor: false,
    link: false,
    leaves: true,
    suppresses: 'complained',
  },
} as const satisfies Record<string, ActionDeclaration>;

type Actions = typeof actions;
/** What a recipient does with a mail. */
export type Action = keyof Actions;
export type ActionEvent = Actions[Action]['event'];

export const actionNames = Object.keys(actions) as Action[];
export const Action = z.enum(actionNames);

/** A value for each action, under one of its names. */
export function eachAction<V, K extends 'event' | 'field' | 'counter'>(
  name: K,
  valueOf: (action: Action) => V,
): Record<Actions[Action][K], V> {
  return Object.fromEntries(actionNames.map((action) => [actions[action][name], valueOf(action)])) as Record<
    Actions[Action][K],
    V
  >;
}
/** The action that an event says. */
export const actionOfEvent: Readonly<Record<ActionEvent, Action>> = eachAction('event', (action) => action);
export const isActionEvent = (type: EventType): type is ActionEvent => Object.hasOwn(actionOfEvent, type);

type Kept<A extends Action> = Actions[A]['repeats'] extends true ? number : boolean;
/** What a message keeps of the actions. */
export type ActionFields = { [A in Action as Actions[A]['field']]: Kept<A> };
type ActionFieldSchemas = {
  [A in Action as Actions[A]['field']]: Actions[A]['repeats'] extends true ? z.ZodInt : z.ZodBoolean;
};

export const actionFieldSchemas = eachAction('field', (action) =>
  actions[action].repeats ? Count : z.boolean(),
) as ActionFieldSchemas;
export const noActions = eachAction('field', (action) =>
  actions[action].repeats ? 0 : false,
) as ActionFields;

/** Whether each action has happened to a message. */
const happened = Object.fromEntries(
  actionNames.map((action) => {
    const { field } = actions[action];
    return [action, (kept: ActionFields) => Number(kept[field]) > 0];
  }),
) as Record<Action, (kept: ActionFields) => boolean>;
export const hasHappened = (kept: ActionFields, action: Action): boolean => happened[action](kept);
