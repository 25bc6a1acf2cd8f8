import { folded } from '../../contract/text/folding.js';
import type { Mailbox, MessageRecord } from '../../contract/message.js';

/** A text as it is searched, and its Bloom filter where it is known already. */
export interface SearchedText {
  text: string;
  filter: Uint32Array | null;
}

/** The head of a mail. */
export type Headed = Pick<MessageRecord, 'subject' | 'from' | 'to' | 'cc' | 'envelope'>;

const mailboxText = ({ name, address }: Mailbox): string => `${name} <${address}>`;

export const recipientsOf = ({ to, cc, envelope }: Headed): string[] => [
  ...to.map(mailboxText),
  ...cc.map(mailboxText),
  ...envelope.to,
];

export const sendersOf = ({ from, envelope }: Headed): string[] => [mailboxText(from), envelope.from];

/** The head of a mail as it is searched, what is searched of a message besides its text: lines, each with its end. */
export const searchHeadOf = (message: Headed): string =>
  [message.subject, ...recipientsOf(message), ...sendersOf(message)]
    .map((line) => `${folded(line)}\n`)
    .join('');
