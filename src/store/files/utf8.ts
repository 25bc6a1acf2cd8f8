import { isUtf8 } from 'node:buffer';
import { lineOfForeignBytes } from '../../contract/text/utf8.js';
import { StoreFileError } from './store-file-error.js';

/** The marks of the order of bytes, in hex, by what they say of a text that begins with one. */
const marks = [
  ['efbbbf', 'begins with a byte order mark; expected UTF-8 without one.'],
  ['fffe', 'is UTF-16; expected UTF-8.'],
  ['feff', 'is UTF-16; expected UTF-8.'],
] as const;

/**
 * Throws a StoreFileError with the line where bytes of a file of the store, whole lines from `firstLine` on, are no UTF-8:
 * decoded, they would be written back as other characters. So it does where they begin as no file of the store does.
 */
export function requireUtf8(path: string, bytes: Buffer, advice: string, firstLine = 1): void {
  const beginning = firstLine === 1 ? bytes.toString('hex', 0, 3) : '';
  const marked = marks.find(([mark]) => beginning.startsWith(mark));
  if (!marked && isUtf8(bytes)) return;
  const line = marked ? 1 : lineOfForeignBytes(bytes, firstLine);
  throw new StoreFileError(`${path} (line ${line})`, marked?.[1] ?? 'is not UTF-8.', advice);
}
