import type { WorkspaceCounts } from '../../contract/workspace.js';
import type { Store } from '../ports/ports.js';

/** How much of each kind a workspace has; deleted mail is not counted. */
export const countRows = (store: Store): WorkspaceCounts => ({
  contacts: store.contacts.size,
  campaigns: store.campaigns.size,
  messages: store.messages.countKept(),
  unread: store.messages.countKept('unread'),
  events: store.events.size,
});
