import type { MessageId } from '../contract/ids.js';
import { macOf } from './random.js';

/** The domain of our own addresses; `.test` belongs to nobody (RFC 6761). */
export const mailDomain = 'mail.maildrone.test';

/**
 * The envelope sender of a mail of ours, `bounce+<id><mac>@…` (a variable envelope return path): it tells the sink which
 * mail arrives, and cannot be made up by anyone who does not know the secret of the workspace.
 */
export interface Tickets {
  addressOf(id: MessageId): string;
  /** The mail that an envelope sender stands for; null where it is none of ours. */
  idOf(address: string): MessageId | null;
}

const pattern = /^bounce\+([0-9a-z]{8})([\w-]{22})@/;

export function createTickets(secret: string): Tickets {
  const macFor = (id: MessageId) => macOf(secret, 'ticket', id);
  return {
    addressOf: (id) => `bounce+${id.slice('email_'.length)}${macFor(id)}@${mailDomain}`,
    idOf(address) {
      const match = pattern.exec(address);
      if (!match) return null;
      const id: MessageId = `email_${match[1]}`;
      return macFor(id) === match[2] ? id : null;
    },
  };
}
