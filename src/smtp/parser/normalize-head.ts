import { isAscii } from 'node:buffer';
import { rewriteField } from './header-fields.js';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const blankLines = [Buffer.from('\r\n\r\n'), Buffer.from('\n\n')];
// No encoding of web or mail has a name that is longer.
const charsetName = /charset\s*=\s*["']?([\w:.-]{1,40})/i;

/** Where the headers end: at the first blank line, or with the mail. */
export function headEnd(raw: Buffer): number {
  const ends = blankLines.map((line) => raw.indexOf(line)).filter((at) => at >= 0);
  return ends.reduce((first, at) => Math.min(first, at + 2), raw.length);
}

/** The mail as the parser is to see it, and the charset that its head names. */
export interface NormalizedMail {
  raw: Buffer;
  charset: string | null;
}

/**
 * The mail as the parser is to see it; what is kept are the bytes as they came. Old programs put 8-bit text into headers
 * without naming its charset (RFC 5322 has none): each field is decoded by itself.
 */
export function normalizeHead(given: Buffer): NormalizedMail {
  const bare = given.subarray(0, 3).equals(byteOrderMark) ? given.subarray(3) : given;
  const end = headEnd(bare);
  const head = bare.toString('latin1', 0, end);
  const charset = charsetName.exec(head)?.[1] ?? null;
  const fields = head.split(/\r?\n(?![ \t])/);
  let changed = false;
  const rewritten = fields.map((line) => {
    if (!line.includes('\u001b') && isAscii(Buffer.from(line, 'latin1'))) return line;
    const field = rewriteField({ key: '', line }, charset);
    changed ||= field !== line;
    return field;
  });
  if (!changed) return { raw: bare, charset };
  return { raw: Buffer.concat([Buffer.from(rewritten.join('\r\n')), bare.subarray(end)]), charset };
}
