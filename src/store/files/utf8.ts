import { isUtf8 } from 'node:buffer';
import { lineOfForeignBytes } from '../../contract/text/utf8.js';
import { StoreFileError } from './store-file-error.js';

/**
 * Throws a StoreFileError with the line where bytes of a file of the store, whole lines from `firstLine` on, are no UTF-8:
 * decoded, they would be written back as other characters.
 */
export function requireUtf8(path: string, bytes: Buffer, advice: string, firstLine = 1): void {
  if (isUtf8(bytes)) return;
  const isUtf16 = firstLine === 1 && ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2));
  throw new StoreFileError(
    `${path} (line ${lineOfForeignBytes(bytes, firstLine)})`,
    isUtf16 ? 'is UTF-16; expected UTF-8.' : 'is not UTF-8.',
    advice,
  );
}
