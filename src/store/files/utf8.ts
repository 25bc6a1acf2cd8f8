import { isUtf8 } from 'node:buffer';
import { StoreFileError } from './store-file-error.js';

const lineFeed = 0x0a;

function lineOfFault(bytes: Buffer, firstLine: number): number {
  let [line, from] = [firstLine, 0];
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
    if (!isUtf8(bytes.subarray(from, end))) return line;
    [line, from] = [line + 1, end + 1];
  }
  return line;
}

/**
 * Throws a StoreFileError with the line where bytes of a file of the store, whole lines from `firstLine` on, are no UTF-8:
 * decoded, they would be written back as other characters.
 */
export function requireUtf8(path: string, bytes: Buffer, advice: string, firstLine = 1): void {
  if (isUtf8(bytes)) return;
  const isUtf16 = firstLine === 1 && ['fffe', 'feff'].includes(bytes.toString('hex', 0, 2));
  throw new StoreFileError(
    `${path} (line ${lineOfFault(bytes, firstLine)})`,
    isUtf16 ? 'is UTF-16; expected UTF-8.' : 'is not UTF-8.',
    advice,
  );
}
