import { actions, hasHappened } from '../../contract/actions.js';
import type { Action } from '../../contract/actions.js';
import type { ContactRecord } from '../../contract/contact.js';
import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { Bounce, MessageRecord, ScheduledAction } from '../../contract/message.js';
import {
  acted,
  bounced,
  deferred,
  delivered,
  hasArrived,
  passedOver,
  recipientOf,
  refusedFor,
} from '../messages/lifecycle.js';
import type { ActionDetail, Change } from '../messages/lifecycle.js';
import { bounceOf } from '../messages/bounce.js';
import type { Clock } from '../time/clock.js';
import type { Store, Tx } from '../ports/ports.js';
import { outcomeOfAddress, replyFor } from './outcome.js';
import { suppress } from './suppress.js';

/**
 * What happens to a mail after it left. Each call is one commit; one that the state of the mail does not allow changes nothing. `recipient` is one of the
 * several that a mail from outside may have; without it the first.
 */
export interface Engagement {
  delivered(id: MessageId, recipient?: string): void;
  bounced(id: MessageId, bounce: Bounce): void;
  /** Deferred by the receiving server; `retries` are when it is tried again, none for a mail that stays deferred. */
  deferred(id: MessageId, bounce: Bounce, retries: readonly ScheduledAction[]): void;
  /** A mail that the sink took, with a recipient who refused it, is tried there once more. */
  retried(id: MessageId, recipient: string): void;
  /** The recipient acts, who has the mail then. To leave acts on the contact as it is now, whatever the same mail did before. */
  act(id: MessageId, action: Action, detail?: Omit<ActionDetail, 'due'>): void;
  /** What was scheduled does not happen. */
  passOver(id: MessageId, action: Action, recipient?: string): void;
  /** Whether an action would change anything. */
  may(message: MessageRecord, action: Action, recipient?: string): boolean;
  /** The contact that a mail is for, by its id or, where that is gone, by the address. */
  contactOf(message: MessageRecord, recipient?: string): ContactRecord | undefined;
}

export interface EngagementDeps {
  store: Store;
  clock: Clock;
}

export function createEngagement({ store, clock }: EngagementDeps): Engagement {
  /** Changes a mail step by step, in one commit. */
  function commit(id: MessageId, ...steps: ((message: MessageRecord) => Change | null)[]) {
    let message = store.messages.get(id);
    const changes: Change[] = [];
    for (const step of steps) {
      const change = message ? step(message) : null;
      if (change) changes.push(change);
      message = change?.row ?? message;
    }
    if (changes.length > 0) store.commit((tx) => changes.forEach((change) => apply(tx, change)));
  }
  function apply(tx: Tx, { row, event, recipient, leaves, suppresses }: Change) {
    tx.put('messages', { ...row, seq: tx.nextSeq() });
    if (event) tx.emit(event.type, event.data);
    if (suppresses && recipient !== '')
      suppress(tx, store, recipient, { reason: suppresses, at: clock.now(), message: row });
    if (leaves) unsubscribeContact(tx, row, recipient);
  }
  const contactOf = (message: MessageRecord, recipient = recipientOf(message)): ContactRecord | undefined =>
    (message.contact_id ? store.contacts.get(message.contact_id) : undefined) ??
    store.contacts.byEmail(recipient);
  /** Whether an action that makes the recipient leave has something to change. */
  const isDue = (message: MessageRecord, action: Action, recipient = recipientOf(message)): boolean => {
    const { leaves, suppresses } = actions[action];
    const isActive = leaves && contactOf(message, recipient)?.status === 'active';
    return isActive || (suppresses !== null && !store.suppressions.get(recipient.toLowerCase()));
  };
  /** Tries a recipient once more, who has refused before. */
  function retry(message: MessageRecord, recipient: string): Change | null {
    const result = outcomeOfAddress(recipient)?.result ?? 'accept';
    const reply = replyFor(result, recipient, 2);
    return reply.code < 400 ? delivered(message, recipient) : refusedFor(message, recipient, bounceOf(reply));
  }
  function unsubscribeContact(tx: Tx, message: MessageRecord, recipient: string) {
    const contact = contactOf(message, recipient);
    if (contact?.status !== 'active') return;
    tx.put('contacts', { ...contact, status: 'unsubscribed', updated_at: clock.now() });
  }

  return {
    delivered: (id, recipient) => commit(id, (message) => delivered(message, recipient)),
    bounced: (id, bounce) => commit(id, (message) => bounced(message, bounce)),
    deferred: (id, bounce, retries) => commit(id, (message) => deferred(message, bounce, retries)),
    retried: (id, recipient) => commit(id, (message) => retry(message, recipient)),
    act(id, action, detail) {
      // Nobody acts on a mail that has not come yet: no count and no rate is of more than was delivered.
      const recipient = detail?.recipient;
      commit(
        id,
        (message) => delivered(message, recipient),
        (message) => acted(message, action, { ...detail, due: isDue(message, action, recipient) }),
      );
    },
    passOver: (id, action, recipient) => commit(id, (message) => passedOver(message, action, recipient)),
    may: (message, action, recipient) =>
      actions[action].repeats || !hasHappened(message, action) || isDue(message, action, recipient),
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
