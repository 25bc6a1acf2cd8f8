import type { Mailbox, MessageSummary } from '../../src/contract/message.js';
import { isolated } from './isolated.js';

/** "Ada Lovelace <ada@example.test>", or the bare address. */
export const mailboxWords = ({ name, address }: Mailbox): string =>
  name === '' ? address : `${isolated(name)} <${address}>`;

/** The first of those who got a mail; what reached the sink without a To header has none. */
export const recipientOf = (mail: MessageSummary): Mailbox =>
  mail.to[0] ?? mail.cc[0] ?? { name: '', address: 'undisclosed recipients' };

export const subjectOf = (mail: MessageSummary): string =>
  mail.subject.trim() === '' ? '(no subject)' : mail.subject;
