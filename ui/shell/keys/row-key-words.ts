import type { KeyWords } from '../page.js';

/** The keys of every list that is not the inbox, for the help sheet. */
export const rowKeyWords: KeyWords = [
  ['j k', 'next, previous row'],
  ['Enter', 'open it'],
  ['/', 'search'],
];
