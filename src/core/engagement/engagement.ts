import type { ContactRecord } from '../../contract/contact.js';
import { AppError } from '../../contract/errors.js';
import type { EventData, EventType } from '../../contract/event.js';
import type { MessageId } from '../../contract/ids.js';
import type { Bounce, MessageRecord, ScheduledAction } from '../../contract/message.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';
import type { Visitor } from './visitor.js';

/** What happens to a mail after it left: each call is one commit, and does nothing when the mail is no more. */
export interface Engagement {
  delivered(id: MessageId): void;
  bounced(id: MessageId, bounce: Bounce): void;
  /** Deferred by the receiving server; `retry` is when it is tried again, null for a mail that stays deferred. */
  deferred(id: MessageId, bounce: Bounce, retry: ScheduledAction | null): void;
  opened(id: MessageId, visitor?: Visitor): void;
  clicked(id: MessageId, url: string | null, visitor?: Visitor): void;
  /** Once per mail: a second time changes nothing. */
  unsubscribed(id: MessageId, visitor?: Visitor): void;
  /** A complaint: suppresses the address and unsubscribes the contact. Once per mail. */
  spamReported(id: MessageId): void;
}

export interface EngagementDeps {
  store: Store;
  clock: Clock;
}

/** The data that every event about a mail bears. */
export const eventData = (message: MessageRecord): EventData => ({
  message_id: message.id,
  ...(message.campaign_id ? { campaign_id: message.campaign_id } : {}),
  ...(message.contact_id ? { contact_id: message.contact_id } : {}),
  email: message.to[0]?.address ?? message.envelope.to[0] ?? '',
});

/** The schedule of a mail without the action that was just done. */
const without = (schedule: readonly ScheduledAction[], done: ScheduledAction['do']): ScheduledAction[] => {
  const index = schedule.findIndex((step) => step.do === done);
  return index < 0 ? [...schedule] : schedule.toSpliced(index, 1);
};

export function createEngagement({ store, clock }: EngagementDeps): Engagement {
  /** Changes a mail and logs what happened, in one commit. */
  const note = (
    id: MessageId,
    type: EventType,
    change: (message: MessageRecord) => { row: Partial<MessageRecord>; data?: Partial<EventData> } | null,
    more: (tx: Tx, message: MessageRecord) => void = () => undefined,
  ) => {
    const message = store.messages.get(id);
    const changed = message && change(message);
    if (!message || !changed) return;
    store.commit((tx) => {
      tx.put('messages', { ...message, ...changed.row, seq: tx.nextSeq() });
      tx.emit(type, { ...eventData(message), ...changed.data });
      more(tx, message);
    });
  };
  const suppress = (tx: Tx, message: MessageRecord, reason: 'bounced' | 'complained') => {
    const address = message.to[0]?.address.toLowerCase();
    if (address) tx.put('suppressions', { id: address, reason, at: clock.now() });
  };
  const leave = (tx: Tx, message: MessageRecord) => {
    const contact = contactOf(message);
    if (contact?.status !== 'active') return;
    tx.put('contacts', { ...contact, status: 'unsubscribed', updated_at: clock.now() });
  };
  const contactOf = (message: MessageRecord): ContactRecord | undefined =>
    message.contact_id ? store.contacts.get(message.contact_id) : undefined;

  return {
    delivered: (id) =>
      note(id, 'email.delivered', ({ schedule, status }) =>
        status === 'delivered'
          ? null
          : { row: { status: 'delivered', bounce: null, schedule: without(schedule, 'deliver') } },
      ),
    bounced: (id, bounce) =>
      note(
        id,
        'email.bounced',
        () => ({ row: { status: 'bounced', bounce, schedule: [] }, data: { bounce } }),
        (tx, message) => bounce.type === 'hard' && suppress(tx, message, 'bounced'),
      ),
    deferred: (id, bounce, retry) =>
      note(id, 'email.deferred', () => ({
        row: { status: 'deferred', bounce, schedule: retry ? [retry] : [] },
        data: { bounce },
      })),
    opened: (id, visitor) =>
      note(id, 'email.opened', ({ opens, schedule }) => ({
        row: { opens: opens + 1, schedule: without(schedule, 'opened') },
        data: { ...visitor },
      })),
    clicked: (id, url, visitor) =>
      note(id, 'email.clicked', ({ clicks, schedule }) => ({
        row: { clicks: clicks + 1, schedule: without(schedule, 'clicked') },
        data: { ...(url === null ? {} : { url }), ...visitor },
      })),
    unsubscribed: (id, visitor) =>
      note(
        id,
        'email.unsubscribed',
        ({ unsubscribed, schedule }) =>
          unsubscribed
            ? null
            : {
                row: { unsubscribed: true, schedule: without(schedule, 'unsubscribed') },
                data: { ...visitor },
              },
        leave,
      ),
    spamReported: (id) =>
      note(
        id,
        'email.spam_reported',
        ({ spam_reported, schedule }) =>
          spam_reported
            ? null
            : { row: { spam_reported: true, schedule: without(schedule, 'spam_reported') } },
        (tx, message) => {
          suppress(tx, message, 'complained');
          leave(tx, message);
        },
      ),
  };
}

/** Refuses what a person cannot do with a mail that did not arrive. */
export function requireArrived(message: MessageRecord, what: string): void {
  if (message.status === 'sent' || message.status === 'delivered') return;
  throw new AppError('INVALID_REQUEST', `A ${message.status} mail cannot be ${what}`, {
    field: 'event',
    issue: `Expected a mail that was sent or delivered; this one is ${message.status}`,
  });
}
