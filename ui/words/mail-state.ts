import type { EventType } from '../../src/contract/event.js';
import type { MessageSummary } from '../../src/contract/message.js';

/** How far a mail has come, in the words that the UI shows. */
export type MailState =
  'queued' | 'sent' | 'delivered' | 'deferred' | 'bounced' | 'opened' | 'clicked' | 'unsubscribed' | 'spam';

export const stateWords: Record<MailState, string> = {
  queued: 'Queued',
  sent: 'Sent',
  delivered: 'Delivered',
  deferred: 'Deferred',
  bounced: 'Bounced',
  opened: 'Opened',
  clicked: 'Clicked',
  unsubscribed: 'Unsubscribed',
  spam: 'Reported as spam',
};

/** Names of the drawings that stand beside the words. */
export const stateIcons = {
  queued: 'glass',
  sent: 'sent',
  delivered: 'check',
  deferred: 'clock',
  bounced: 'bounce',
  opened: 'eye',
  clicked: 'pointer',
  unsubscribed: 'leave',
  spam: 'flag',
} as const satisfies Record<MailState, string>;

/** The one state that stands for a mail in a list: the furthest it came. */
export function stateOf(mail: MessageSummary): MailState {
  if (mail.status === 'bounced') return 'bounced';
  if (mail.clicks > 0) return 'clicked';
  if (mail.opens > 0) return 'opened';
  return mail.status;
}

export const stateOfEvent: Record<EventType, MailState> = {
  'email.sent': 'sent',
  'email.delivered': 'delivered',
  'email.deferred': 'deferred',
  'email.bounced': 'bounced',
  'email.opened': 'opened',
  'email.clicked': 'clicked',
  'email.unsubscribed': 'unsubscribed',
  'email.spam_reported': 'spam',
};
