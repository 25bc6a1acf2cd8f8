import type { Contact } from '../../src/contract/contact.js';

/** First and last name in one; empty where neither is known. */
export const nameOf = ({ first_name, last_name }: Pick<Contact, 'first_name' | 'last_name'>): string =>
  [first_name, last_name].filter((part) => part !== null && part !== '').join(' ');

/** The tags of a text that has commas between them. */
export const tagsOf = (text: string): string[] =>
  text
    .split(',')
    .map((tag) => tag.trim())
    .filter((tag) => tag !== '');
