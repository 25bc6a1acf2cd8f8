import { shellQuote } from '../../words/shell-quote.js';

// A text as each language writes it. Keys and URLs have neither blanks nor control characters.

/** One word of a POSIX shell, in quotes where it needs them. */
export const shellWord = (text: string): string => (/^[\w@%+:,./-]+$/.test(text) ? text : shellQuote(text));

const escaped = (text: string, signs: RegExp): string => text.replace(signs, '\\$&');

/** JavaScript and PHP: in single quotes. */
export const singleQuoted = (text: string): string => `'${escaped(text, /[\\']/g)}'`;
/** Python, Go and Java: in double quotes. */
export const doubleQuoted = (text: string): string => `"${escaped(text, /[\\"]/g)}"`;
/** Ruby, whose strings have `#{}`, `#$` and `#@` within them. */
export const rubyQuoted = (text: string): string => `"${escaped(text, /[\\"#]/g)}"`;
/** A value of a `.env` file as phpdotenv reads it. */
export const dotenvValue = (text: string): string =>
  /^[\w@%+:,./-]+$/.test(text) ? text : `"${escaped(text, /[\\"$]/g)}"`;
