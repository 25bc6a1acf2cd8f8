import { actions, hasHappened } from '../../contract/actions.js';
import type { Action, ActionFields } from '../../contract/actions.js';
import type { EventData, EventType } from '../../contract/event.js';
import type { Bounce, MessageRecord, MessageStatus, ScheduledAction } from '../../contract/message.js';
import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { SuppressionRecord } from '../../contract/workspace-records.js';

/*
 * The life of a message. Every change of status, counts and schedule is one of these pure functions; the caller commits the
 * new row together with its event.
 *
 *   queued ──answer 2xx──► sent ──deliver──► delivered
 *      │                   ▲  │                  ▲
 *      │         answer 2xx│  │defer             │deliver
 *      │                   │  ▼                  │
 *      └─────defer────► deferred ────────────────┘
 *                        ▲     │
 *                        └defer┘
 *
 *   any of the five ──bounce──► bounced        (a later report takes the place of the former)
 *
 * `answer` is a server's reply to an attempt: it always counts the attempt, and the first one is `email.sent`. A reply
 * that refuses is followed by `defer` or `bounce`. Whatever has no arrow is refused: a bounced mail is never delivered.
 *
 * The actions of a recipient change no status, and count in every status: the sink stores a mail an instant before its
 * reply is recorded, and a developer may follow a link of a bounced mail in the inbox. Only a simulated recipient needs a
 * mail that arrived (sent or delivered). An action that does not repeat happens once.
 *
 * A mail from outside may have several recipients, each with a schedule of its own, and is one row: it is `delivered` once
 * the first of them has it, `deferred` while all of them refuse it and one for now, and `bounced` once all have for good.
 * Counts are those of all.
 */

/** Status that each change may start from. */
const origins = {
  accept: ['queued', 'deferred'],
  deliver: ['sent', 'deferred'],
  defer: ['queued', 'sent', 'deferred'],
  bounce: ['queued', 'sent', 'deferred', 'delivered', 'bounced'],
} as const satisfies Record<string, readonly MessageStatus[]>;

const may = (change: keyof typeof origins, { status }: MessageRecord): boolean =>
  (origins[change] as readonly MessageStatus[]).includes(status);

/** Whether the recipient has a mail, and so can act on it. */
export const hasArrived = ({ status }: Pick<MessageRecord, 'status'>): boolean =>
  status === 'sent' || status === 'delivered';

/** The recipient of a mail; of several the first. */
export const recipientOf = ({ to, envelope }: Pick<MessageRecord, 'to' | 'envelope'>): string =>
  envelope.to[0] ?? to[0]?.address ?? '';

/** The device that an action came from. */
export type Visitor = Required<Pick<EventData, 'user_agent' | 'ip' | 'bot'>>;

/** A step in the life of a message. */
export interface Change {
  row: MessageRecord;
  /** null where the event log has no entry for it. */
  event: { type: EventType; data: EventData } | null;
  /** Whose mail it is: one of its recipients. */
  recipient: string;
  /** The contact is unsubscribed. */
  leaves: boolean;
  /** Why the address gets no later campaign. */
  suppresses: Exclude<SuppressionRecord['reason'], 'manual'> | null;
}

/** What every event about a mail says of one of its recipients. */
export const eventData = (message: MessageRecord, email = recipientOf(message)): EventData => ({
  message_id: message.id,
  ...(message.campaign_id ? { campaign_id: message.campaign_id } : {}),
  ...(message.contact_id ? { contact_id: message.contact_id } : {}),
  email,
});

/** Whether an action is scheduled for a recipient. */
const isScheduled = (message: MessageRecord, what: ScheduledAction['do'], recipient: string): boolean =>
  message.schedule.some((action) => isTheirs(message, action, what, recipient));

const isTheirs = (
  message: MessageRecord,
  action: ScheduledAction,
  what: ScheduledAction['do'],
  recipient: string,
): boolean => action.do === what && (action.to ?? recipientOf(message)) === recipient;

/** The schedule of a mail without the action that was just done by a recipient: the first of its kind. */
function without(message: MessageRecord, done: ScheduledAction['do'], recipient: string): ScheduledAction[] {
  const { schedule } = message;
  const index = schedule.findIndex((action) => isTheirs(message, action, done, recipient));
  return index < 0 ? [...schedule] : schedule.toSpliced(index, 1);
}

interface EventDetail {
  recipient?: string;
  data?: Partial<EventData>;
}

const changeTo = (
  row: MessageRecord,
  type: EventType,
  { recipient = recipientOf(row), data }: EventDetail = {},
): Change => ({
  row,
  event: { type, data: { ...eventData(row, recipient), ...data } },
  recipient,
  leaves: false,
  suppresses: null,
});

export interface Answer {
  reply: SmtpReply;
  at: number;
  /** What is scheduled for the mail where the reply accepts it. */
  schedule(): ScheduledAction[];
}

/** A server answered an attempt to send a mail. */
export function answered(message: MessageRecord, { reply, at, schedule }: Answer): Change {
  const accepted = reply.code < 400 && may('accept', message);
  const row: MessageRecord = {
    ...message,
    attempts: message.attempts + 1,
    reply,
    sent_at: message.sent_at ?? at,
    ...(accepted ? { status: 'sent', bounce: null, schedule: schedule() } : {}),
  };
  const change = changeTo(row, 'email.sent');
  return message.sent_at === null ? change : { ...change, event: null };
}

/** A mail came to a recipient; null where it cannot, or did already. */
export function delivered(message: MessageRecord, recipient = recipientOf(message)): Change | null {
  // Others have it already.
  const isNext = message.status === 'delivered' && isOnItsWay(message, recipient);
  if (!may('deliver', message) && !isNext) return null;
  const waiting = { ...message, schedule: without(message, 'deliver', recipient) };
  const row: MessageRecord = {
    ...message,
    status: 'delivered',
    bounce: null,
    schedule: without(waiting, 'retry', recipient),
  };
  return changeTo(row, 'email.delivered', { recipient });
}

const isOnItsWay = (message: MessageRecord, recipient: string): boolean =>
  isScheduled(message, 'deliver', recipient) || isScheduled(message, 'retry', recipient);

/** A mail was refused for now; `retries` are when it is sent again, none where that is the sender's business. */
export function deferred(
  message: MessageRecord,
  bounce: Bounce,
  retries: readonly ScheduledAction[],
): Change | null {
  if (!may('defer', message)) return null;
  const row: MessageRecord = { ...message, status: 'deferred', bounce, schedule: [...retries] };
  return changeTo(row, 'email.deferred', { data: { bounce } });
}

/**
 * A mail of several recipients was refused for one of them: for now while a retry of theirs is left. The mail itself stays as
 * it is, unless nobody has it or is still to be tried.
 */
export function refusedFor(message: MessageRecord, recipient: string, bounce: Bounce): Change {
  const row = { ...message, schedule: without(message, 'retry', recipient) };
  if (isScheduled(row, 'retry', recipient))
    return changeTo(row, 'email.deferred', { recipient, data: { bounce } });
  const isLost = row.status !== 'delivered' && row.schedule.length === 0;
  const left: MessageRecord = isLost ? { ...row, status: 'bounced', bounce } : row;
  return asBounced(changeTo(left, 'email.bounced', { recipient, data: { bounce } }), bounce);
}

const asBounced = (change: Change, { type }: Bounce): Change => ({
  ...change,
  suppresses: type === 'hard' ? 'bounced' : null,
});

/** A mail was refused for good. */
export function bounced(message: MessageRecord, bounce: Bounce): Change | null {
  if (!may('bounce', message)) return null;
  const row: MessageRecord = { ...message, status: 'bounced', bounce, schedule: [] };
  return asBounced(changeTo(row, 'email.bounced', { data: { bounce } }), bounce);
}

/** What is known of an action besides its name; only what its event says is kept. */
export interface ActionDetail {
  visitor?: Visitor | undefined;
  url?: string | null | undefined;
  /** It happens though it has happened before: what it did was undone meanwhile. */
  due?: boolean;
  /** Which recipient acts; the first unless given. */
  recipient?: string | undefined;
}

/** A recipient acted on a mail; null where the action happens once and has happened, and is not `due` again. */
export function acted(
  message: MessageRecord,
  action: Action,
  { visitor, url, due = false, recipient = recipientOf(message) }: ActionDetail = {},
): Change | null {
  const { event, field, repeats, link, leaves, suppresses, ...declared } = actions[action];
  // Another recipient of the same mail may have done it.
  const isTheirTurn = due || isScheduled(message, action, recipient);
  if (!repeats && !isTheirTurn && hasHappened(message, action)) return null;
  const kept = { [field]: repeats ? Number(message[field]) + 1 : true } as Partial<ActionFields>;
  const row: MessageRecord = { ...message, ...kept, schedule: without(message, action, recipient) };
  const data = {
    ...(link && typeof url === 'string' ? { url } : {}),
    ...(declared.visitor ? visitor : {}),
  };
  return { ...changeTo(row, event, { recipient, data }), leaves, suppresses };
}

/** An action that was scheduled does not happen: the mail has nothing that it could be done to. */
export function passedOver(
  message: MessageRecord,
  action: Action,
  recipient = recipientOf(message),
): Change | null {
  if (!isScheduled(message, action, recipient)) return null;
  const row = { ...message, schedule: without(message, action, recipient) };
  return { row, event: null, recipient, leaves: false, suppresses: null };
}
