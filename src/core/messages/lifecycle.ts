import { actions, hasHappened } from '../../contract/actions.js';
import type { Action, ActionFields } from '../../contract/actions.js';
import type { EventData, EventType } from '../../contract/event.js';
import type { Bounce, MessageRecord, MessageStatus, ScheduledAction } from '../../contract/message.js';
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

/** The device that an action came from. */
export type Visitor = Required<Pick<EventData, 'user_agent' | 'ip' | 'bot'>>;

/** A step in the life of a message. */
export interface Change {
  row: MessageRecord;
  /** null where the event log has no entry for it. */
  event: { type: EventType; data: EventData } | null;
  /** The contact is unsubscribed. */
  leaves: boolean;
  /** Why the address gets no later campaign. */
  suppresses: Exclude<SuppressionRecord['reason'], 'manual'> | null;
}

/** What every event about a mail says. */
export const eventData = (message: MessageRecord): EventData => ({
  message_id: message.id,
  ...(message.campaign_id ? { campaign_id: message.campaign_id } : {}),
  ...(message.contact_id ? { contact_id: message.contact_id } : {}),
  email: message.to[0]?.address ?? message.envelope.to[0] ?? '',
});

/** The schedule of a mail without the action that was just done. */
function without(schedule: readonly ScheduledAction[], done: ScheduledAction['do']): ScheduledAction[] {
  const index = schedule.findIndex((action) => action.do === done);
  return index < 0 ? [...schedule] : schedule.toSpliced(index, 1);
}

const changeTo = (row: MessageRecord, type: EventType, data: Partial<EventData> = {}): Change => ({
  row,
  event: { type, data: { ...eventData(row), ...data } },
  leaves: false,
  suppresses: null,
});

export interface Answer {
  reply: NonNullable<MessageRecord['reply']>;
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

/** A mail came to its recipient; null where it cannot, or did already. */
export function delivered(message: MessageRecord): Change | null {
  if (!may('deliver', message)) return null;
  const schedule = without(without(message.schedule, 'deliver'), 'retry');
  return changeTo({ ...message, status: 'delivered', bounce: null, schedule }, 'email.delivered');
}

/** A mail was refused for now; `retry` is when it is sent again, null where that is the sender's business. */
export function deferred(
  message: MessageRecord,
  bounce: Bounce,
  retry: ScheduledAction | null,
): Change | null {
  if (!may('defer', message)) return null;
  const row: MessageRecord = { ...message, status: 'deferred', bounce, schedule: retry ? [retry] : [] };
  return changeTo(row, 'email.deferred', { bounce });
}

/** A mail was refused for good. */
export function bounced(message: MessageRecord, bounce: Bounce): Change | null {
  if (!may('bounce', message)) return null;
  const change = changeTo({ ...message, status: 'bounced', bounce, schedule: [] }, 'email.bounced', {
    bounce,
  });
  return { ...change, suppresses: bounce.type === 'hard' ? 'bounced' : null };
}

/** What is known of an action besides its name; only what its event says is kept. */
export interface ActionDetail {
  visitor?: Visitor | undefined;
  url?: string | null | undefined;
  /** It happens though it has happened before: what it did was undone meanwhile. */
  due?: boolean;
}

/** A recipient acted on a mail; null where the action happens once and has happened, and is not `due` again. */
export function acted(
  message: MessageRecord,
  action: Action,
  { visitor, url, due = false }: ActionDetail = {},
): Change | null {
  const { event, field, repeats, link, leaves, suppresses, ...declared } = actions[action];
  if (!repeats && !due && hasHappened(message, action)) return null;
  const kept = { [field]: repeats ? Number(message[field]) + 1 : true } as Partial<ActionFields>;
  const row: MessageRecord = { ...message, ...kept, schedule: without(message.schedule, action) };
  const data = {
    ...(link && typeof url === 'string' ? { url } : {}),
    ...(declared.visitor ? visitor : {}),
  };
  return { ...changeTo(row, event, data), leaves, suppresses };
}
