import { isAscii, isUtf8 } from 'node:buffer';
import type { HeaderLine } from '@zone-eu/mailsplit';
import { charsetIn } from './content-type.js';
import { headEnd } from './head-end.js';
import { rewriteField } from './header-fields.js';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const contentType = /^content-type[ \t]*:([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)/im;

const fieldsIn = (head: string): string[] => head.split(/\r?\n(?![ \t])/);

/** The fields of a mail, one character an octet, however many there are. */
export const linesOfHead = (raw: Buffer): HeaderLine[] =>
  fieldsIn(raw.toString('latin1', 0, headEnd(raw))).flatMap((line) => {
    const key = /^[\x21-\x39\x3b-\x7e]+(?=[ \t]*:)/.exec(line)?.[0].toLowerCase();
    return key === undefined ? [] : [{ key, line }];
  });

const fieldStart = /^[\x21-\x39\x3b-\x7e]+[ \t]*:[^\r\n]*/;

/** Mail whose lines end in CR alone, or in CR CR LF, as two wrong conversions leave them: its first line tells. */
function withLineEnds(raw: Buffer): Buffer {
  const [first = ''] = fieldStart.exec(raw.toString('latin1', 0, 1000)) ?? [];
  const [one, two, three] = raw.subarray(first.length, first.length + 3);
  if (first === '' || one !== 0x0d || two === 0x0a) return raw;
  const text = raw.toString('latin1');
  if (two === 0x0d && three === 0x0a) return Buffer.from(text.replaceAll('\r\r\n', '\r\n'), 'latin1');
  return Buffer.from(text.replace(/\r(?!\n)/g, '\r\n'), 'latin1');
}

/** A first line `From : …` (RFC 5322, 4.5), which the parser takes for that of a mailbox file. */
function withoutGap(raw: Buffer): Buffer {
  const [line = '', blanks = ''] = /^From([ \t]+):/i.exec(raw.toString('latin1', 0, 100)) ?? [];
  return line === '' ? raw : Buffer.concat([raw.subarray(0, 4), raw.subarray(4 + blanks.length)]);
}

export interface NormalizedMail {
  /** The mail as the parser is to see it. */
  raw: Buffer;
  /** The one that its head names, else the given one. */
  charset: string | null;
  /** Whether its head has octets of a charset that it does not name. */
  lacksCharset: boolean;
}

/**
 * The mail as the parser is to see it; what is kept are the bytes as they came. Old programs put 8-bit text into headers
 * without naming its charset (RFC 5322 has none): each field is decoded by itself, in `ofParts` where the head names none.
 */
export function normalizeHead(given: Buffer, ofParts: string | null = null): NormalizedMail {
  const marked = given.subarray(0, 3).equals(byteOrderMark) ? given.subarray(3) : given;
  const bare = withoutGap(withLineEnds(marked));
  const end = headEnd(bare);
  const head = bare.toString('latin1', 0, end);
  const charset = charsetIn(contentType.exec(head)?.[1] ?? '') ?? ofParts;
  const lacksCharset = charset === null && !isUtf8(bare.subarray(0, end));
  if (!head.includes('\u001b') && isAscii(bare.subarray(0, end))) return { raw: bare, charset, lacksCharset };
  const fields = fieldsIn(head).map((line) => rewriteField({ key: '', line }, charset));
  return {
    raw: Buffer.concat([Buffer.from(fields.join('\r\n')), bare.subarray(end)]),
    charset,
    lacksCharset,
  };
}
