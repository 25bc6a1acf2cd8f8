import type { MessageRecord } from '../../contract/message.js';

/** White space that is not one blank already: most is, and a replacement for each would be the larger part of the cost. */
const folded = /[^\S ]\s*| \s+/g;

/** Text in NFC, with each run of white space as one space: alike however it was typed. */
export const singleSpaced = (text: string): string => text.normalize().replace(folded, ' ');

/** Text as it is searched. */
export const lowerSpaced = (text: string): string => singleSpaced(text).toLowerCase();

/** A text as it is searched, and its Bloom filter where it is known already. */
export interface SearchedText {
  text: string;
  filter: Uint32Array | null;
}

/** The head of a mail. */
export type Headed = Pick<MessageRecord, 'subject' | 'from' | 'to' | 'cc' | 'envelope'>;

export const recipientsOf = (message: Headed): string =>
  [...message.to, ...message.cc]
    .map(({ name, address }) => `${name} <${address}>`)
    .concat(message.envelope.to)
    .join('\n');

export const senderOf = ({ from, envelope }: Headed): string =>
  `${from.name} <${from.address}>\n${envelope.from}`;
/** What of a message is searched besides its text. */
export const headText = (message: Headed): string =>
  [message.subject, recipientsOf(message), senderOf(message)].join('\n').toLowerCase();

/** The head of a mail as it is searched, with the line end behind it. */
export const searchHeadOf = (message: Headed): string =>
  `${headText(message)
    .normalize()
    .replace(/[^\S\n]+/g, ' ')}\n`;

/** The text of a mail as it is searched: its head, and its body as one line, in lower case with single spaces. */
export const searchTextOf = (message: Headed, body: string): string =>
  searchHeadOf(message) + lowerSpaced(body);
