import type { Contact } from '../../src/contract/contact.js';
import type { Suppression } from '../../src/contract/suppression.js';
import type { IconName } from '../shell/icons.js';

/** The colour and word of a status. */
export const statusMarks = {
  active: { state: 'delivered', icon: 'check', word: 'Active' },
  unsubscribed: { state: 'unsubscribed', icon: 'leave', word: 'Unsubscribed' },
} as const satisfies Record<Contact['status'], { state: string; icon: IconName; word: string }>;

/** Why campaigns pass an address over: a word for the list, a sentence for the detail. */
export const suppressionMarks = {
  bounced: { state: 'bounced', icon: 'bounce', word: 'Bounced', sentence: 'Its address bounced for good' },
  complained: { state: 'spam', icon: 'flag', word: 'Complained', sentence: 'It reported a mail as spam' },
  manual: {
    state: 'deferred',
    icon: 'close',
    word: 'Suppressed',
    sentence: 'Its address was suppressed by hand',
  },
} as const satisfies Record<
  Suppression['reason'],
  { state: string; icon: IconName; word: string; sentence: string }
>;
