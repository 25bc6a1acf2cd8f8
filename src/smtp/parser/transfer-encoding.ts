import libqp from 'libqp';

/** What came out of a transfer encoding, and what of it could not be decoded. */
export interface Decoded {
  content: Buffer;
  fault: string | null;
}

const strangeToBase64 = /[^A-Za-z0-9+/=\s]/;
/** Some programs write the alphabet for URLs (RFC 4648, 5), which is decoded alike. */
const strangeToUrls = /[^A-Za-z0-9+/=\s_-]/;
/** A delimiter of another container: only in the alphabet for URLs may a line begin so. */
const delimiterLines = /^--.*$/gm;
/** A line of base64 has no blank within it (RFC 2045, 6.8): running text was never encoded. */
const proseLine = /^[ \t]*[^\s=]+[ \t]+[^\s=]+[ \t]+[^\s=]/;
/** A rule of a footer, or nothing. */
const ruleLine = /^[\s_*=~#-]*$/;
/** A line that could be base64 by itself. */
const codeLine = /^\s*[A-Za-z0-9+/]{4,}={0,2}\s*$/;

/** Where the text begins that a mailing list wrote behind base64, with the rule above it; the end where there is none. */
function footerStart(text: string): number {
  let [at, start, isCode] = [0, 0, false];
  for (const line of text.split('\n')) {
    if (isCode && proseLine.test(line)) return start;
    if (codeLine.test(line)) isCode = true;
    at += line.length + 1;
    if (!ruleLine.test(line)) start = at;
  }
  return text.length;
}

/** Whether base64 with signs of the alphabet for URLs is in that, besides lines that may delimit parts. */
function isForUrls(text: string): boolean {
  const rest = text.replace(delimiterLines, '');
  return rest.trim() === '' || (/[_-]/.test(rest) && !/[+/]/.test(rest));
}

/** The first sign that base64 has not, and the text without such signs, which say nothing (RFC 2045, 6.8). */
function withoutStrays(text: string): { stray: RegExpExecArray | null; code: string } {
  if (!strangeToBase64.test(text)) return { stray: null, code: text };
  const ofUrls = isForUrls(text);
  const strange = ofUrls ? strangeToUrls : strangeToBase64;
  const code = ofUrls ? text : text.replace(delimiterLines, '');
  return { stray: strange.exec(text), code: code.replace(new RegExp(strange, 'g'), '') };
}

/**
 * Base64, also where several pieces, each with padding of its own, stand one behind the other. Undocumented: we chose to
 * show what is declared as base64 and is plainly prose as it was sent.
 */
function decodeBase64(raw: Buffer): Decoded {
  const whole = raw.toString('latin1');
  const end = footerStart(whole);
  if (end < whole.length) {
    const { content } = decodeBase64(raw.subarray(0, end));
    const footer = Buffer.from(`\n${whole.slice(end).trimStart()}`, 'latin1');
    return {
      content: Buffer.concat([content, footer]),
      fault: 'text stands behind its base64, as it was sent',
    };
  }
  if (proseLine.test(whole.trimStart()))
    return { content: raw, fault: 'its text is not base64, and stands here as it was sent' };
  const { stray, code } = withoutStrays(whole);
  const pieces = code.split(/(?<==)\s*(?=[\w+/-])/);
  const content =
    pieces.length === 1
      ? Buffer.from(code, 'base64')
      : Buffer.concat(pieces.map((piece) => Buffer.from(piece, 'base64')));
  if (stray) {
    const character = JSON.stringify(stray[0]);
    return { content, fault: `its base64 has ${character} at ${stray.index}, which base64 has not` };
  }
  const isCut = pieces.some((piece) => piece.replace(/[\s=]+/g, '').length % 4 === 1);
  return { content, fault: isCut ? 'its base64 ends in the middle of a byte' : null };
}

const rowPattern = /(?:^|\n)begin \d{3,4} .*\r?\n([\s\S]*?)(?:\r?\nend|$)/;

/** The rows of uuencode (POSIX): a length, then four characters for three bytes. */
function decodeUuencode(raw: Buffer): Decoded {
  const body = rowPattern.exec(raw.toString('latin1'))?.[1];
  if (body === undefined) return { content: raw, fault: 'its uuencoded text has no line "begin"' };
  const rows = body.split(/\r?\n/).map((row) => {
    const length = row === '' ? 0 : (row.charCodeAt(0) - 32) & 63;
    const bytes = Buffer.alloc(Math.ceil((row.length - 1) / 4) * 3 + 3);
    for (let at = 1, to = 0; at < row.length; at += 4, to += 3) {
      const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map(
        (n) => ((row.charCodeAt(at + n) || 32) - 32) & 63,
      );
      bytes.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, to, 3);
    }
    return bytes.subarray(0, length);
  });
  return { content: Buffer.concat(rows), fault: null };
}

/** Encodings by the names that programs write: in quotes, with a comment or punctuation behind, with other dashes. */
const cleanEncoding = (value: string): string =>
  value
    .slice(0, 200)
    .toLowerCase()
    .replace(/\([^)]*\)/g, '')
    .replace(/["'\s;,:]+/g, '')
    .replace(/_/g, '-');

const asIs = /^$|^(?:[78]-?bits?|binary|none|text|plain|.*\/.*)$/;

/** Takes the transfer encoding (RFC 2045, 6) from the bytes of a part. One that nobody knows leaves them alone, and says so. */
export function decodeTransfer(raw: Buffer, encoding: string): Decoded {
  const name = cleanEncoding(encoding);
  if (/^(?:x-)?base-?64$/.test(name)) return decodeBase64(raw);
  if (/^quoted-?printable$/.test(name)) return { content: libqp.decode(raw.toString('latin1')), fault: null };
  if (/^(?:x-)?uu(?:e|encode|encoded)?$/.test(name)) return decodeUuencode(raw);
  if (asIs.test(name)) return { content: raw, fault: null };
  const shown = JSON.stringify(encoding.trim().slice(0, 40));
  return { content: raw, fault: `its transfer encoding ${shown} is unknown` };
}
