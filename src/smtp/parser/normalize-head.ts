import { isAscii, isUtf8 } from 'node:buffer';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const blankLines = [Buffer.from('\r\n\r\n'), Buffer.from('\n\n')];
// No encoding of web or mail has a name that is longer.
const charsetName = /charset\s*=\s*["']?([\w:.-]{1,40})/i;

/** Where the headers end: at the first blank line, or with the mail. */
export function headEnd(raw: Buffer): number {
  const ends = blankLines.map((line) => raw.indexOf(line)).filter((at) => at >= 0);
  return ends.length > 0 ? Math.min(...ends) + 2 : raw.length;
}

/**
 * The mail as the parser is to see it; what is kept are the bytes as they came. Old programs put 8-bit text into headers
 * without saying which (RFC 5322 knows none): it is taken for UTF-8, else for what the body is in, else for Windows-1252.
 */
export function legible(raw: Buffer): Buffer {
  const bare = raw.subarray(0, 3).equals(byteOrderMark) ? raw.subarray(3) : raw;
  const end = headEnd(bare);
  const head = bare.subarray(0, end);
  if (isAscii(head) || isUtf8(head)) return bare;
  const named = charsetName.exec(head.toString('latin1'))?.[1] ?? '';
  return Buffer.concat([Buffer.from(decode(head, named)), bare.subarray(end)]);
}

function decode(head: Buffer, charset: string): string {
  for (const label of [charset, 'windows-1252']) {
    try {
      return new TextDecoder(label, { fatal: true }).decode(head);
    } catch {
      // Not in that charset, or there is none of this name; Windows-1252 can be anything.
    }
  }
  return head.toString('latin1');
}
