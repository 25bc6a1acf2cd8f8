import type { Mailbox, MessageRecord } from '../../contract/message.js';

/** White space that is not one blank already: most is, and a replacement for each would be the larger part of the cost. */
const folded = /[^\S ]\s*| \s+/g;

/** Places where a word may be broken, and marks of direction: nobody sees them, nor types them into a search. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/g;

/** What texts in ASCII need not: with none of it they are as they are searched. One look in place of three passes. */
const special = /[^ -~]|  /;

/** Text in NFC without what cannot be seen, with each run of white space as one space: alike however it was typed. */
export const singleSpaced = (text: string): string =>
  special.test(text) ? text.replace(unseen, '').normalize().replace(folded, ' ') : text;

/** Text as it is searched. */
export const lowerSpaced = (text: string): string => singleSpaced(text).toLowerCase();

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

/** What of a message is searched besides its text. */
export const headText = (message: Headed): string =>
  [message.subject, ...recipientsOf(message), ...sendersOf(message)].join('\n').toLowerCase();

/** The head of a mail as it is searched, with the line end behind it. */
export const searchHeadOf = (message: Headed): string =>
  `${headText(message)
    .replace(unseen, '')
    .normalize()
    .replace(/[^\S\n]+/g, ' ')}\n`;

/** The text of a mail as it is searched: its head, and its body as one line, in lower case with single spaces. */
export const searchTextOf = (message: Headed, body: string): string =>
  searchHeadOf(message) + lowerSpaced(body);
