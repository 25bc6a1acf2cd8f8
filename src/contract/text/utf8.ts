import { isUtf8 } from 'node:buffer';

const lineFeed = 0x0a;

/** The line, counted from `firstLine`, of the first bytes that are no UTF-8: they would be read as other characters; null where all are. */
export function lineOfForeignBytes(bytes: Uint8Array, firstLine = 1): number | null {
  if (isUtf8(bytes)) return null;
  let [line, from] = [firstLine, 0];
  for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, from)) {
    if (!isUtf8(bytes.subarray(from, end))) return line;
    [line, from] = [line + 1, end + 1];
  }
  return line;
}

/** A text without the mark of the order of its bytes. */
export const withoutByteOrderMark = (text: string): string => text.replace(/^\uFEFF/, '');
