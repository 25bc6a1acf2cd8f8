import { actions, hasHappened } from '../../contract/actions.js';
import type { Action } from '../../contract/actions.js';
import type { ContactRecord } from '../../contract/contact.js';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Bounce, MessageRecord, ScheduledAction } from '../../contract/message.js';
import { acted, bounced, deferred, delivered, hasArrived } from '../messages/lifecycle.js';
import type { ActionDetail, Change } from '../messages/lifecycle.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';
import { suppress } from './suppress.js';

/** What happens to a mail after it left. Each call is one commit; it changes nothing where the mail's life allows it not. */
export interface Engagement {
  delivered(id: MessageId): void;
  bounced(id: MessageId, bounce: Bounce): void;
  /** Deferred by the receiving server; `retry` is when it is tried again, null for a mail that stays deferred. */
  deferred(id: MessageId, bounce: Bounce, retry: ScheduledAction | null): void;
  /** The recipient acts. To leave acts on the contact as it is now, whatever the same mail did before. */
  act(id: MessageId, action: Action, detail?: Omit<ActionDetail, 'due'>): void;
  /** Whether an action would change anything. */
  may(message: MessageRecord, action: Action): boolean;
  /** The contact that a mail is for, by its id or, where that is gone, by the address. */
  contactOf(message: MessageRecord): ContactRecord | undefined;
}

export interface EngagementDeps {
  store: Store;
  clock: Clock;
}

export function createEngagement({ store, clock }: EngagementDeps): Engagement {
  function commit(id: MessageId, change: (message: MessageRecord) => Change | null) {
    const message = store.messages.get(id);
    const changed = message && change(message);
    if (changed) store.commit((tx) => apply(tx, changed));
  }
  function apply(tx: Tx, { row, event, leaves, suppresses }: Change) {
    tx.put('messages', { ...row, seq: tx.nextSeq() });
    if (event) tx.emit(event.type, event.data);
    const address = row.to[0]?.address;
    if (suppresses && address)
      suppress(tx, store, address, { reason: suppresses, at: clock.now(), message: row });
    if (leaves) unsubscribeContact(tx, row);
  }
  const contactOf = ({ contact_id, to }: MessageRecord): ContactRecord | undefined =>
    (contact_id ? store.contacts.get(contact_id) : undefined) ?? store.contacts.byEmail(to[0]?.address ?? '');
  /** Whether an action that makes the recipient leave has something to change. */
  const isDue = (message: MessageRecord, action: Action): boolean => {
    const { leaves, suppresses } = actions[action];
    const address = message.to[0]?.address.toLowerCase() ?? '';
    const isActive = leaves && contactOf(message)?.status === 'active';
    return isActive || (suppresses !== null && !store.suppressions.get(address));
  };
  function unsubscribeContact(tx: Tx, message: MessageRecord) {
    const contact = contactOf(message);
    if (contact?.status !== 'active') return;
    tx.put('contacts', { ...contact, status: 'unsubscribed', updated_at: clock.now() });
  }

  return {
    delivered: (id) => commit(id, delivered),
    bounced: (id, bounce) => commit(id, (message) => bounced(message, bounce)),
    deferred: (id, bounce, retry) => commit(id, (message) => deferred(message, bounce, retry)),
    act: (id, action, detail) =>
      commit(id, (message) => acted(message, action, { ...detail, due: isDue(message, action) })),
    may: (message, action) =>
      actions[action].repeats || !hasHappened(message, action) || isDue(message, action),
    contactOf,
  };
}

/** Refuses an action of a recipient who has not got the mail. */
export function requireArrived(message: MessageRecord, action: Action): void {
  if (hasArrived(message)) return;
  throw new AppError('INVALID_REQUEST', `A ${message.status} mail cannot be ${actions[action].label}`, {
    field: 'event',
    issue: `Expected a mail that was sent or delivered; this one is ${message.status}`,
  });
}
