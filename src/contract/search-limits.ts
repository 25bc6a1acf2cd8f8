import { ownText } from './text/own-text.js';

/** Longer texts of mail are searched this far. */
const searchedCharacters = 1024 * 1024;

/** What of the text of a mail is searched. */
export const searchedPart = (text: string): string =>
  text.length > searchedCharacters ? ownText(text, searchedCharacters) : text;
