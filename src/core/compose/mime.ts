import { invalidField } from '../../contract/errors.js';
import type { Mailbox } from '../../contract/message.js';

/** The head of a mail of ours. Times in ms; addresses are ASCII. */
export interface MailHead {
  messageId: string;
  date: number;
  from: Mailbox;
  to: Mailbox;
  replyTo: string | null;
  subject: string;
  /** More headers, in order; values are ASCII and folded by the caller where long. */
  headers: readonly (readonly [name: string, value: string])[];
  /** Unique in the content, so that no line of it can be taken for a boundary. */
  boundary: string;
}

/** What a mail of ours is made of. */
export interface MimeInput extends MailHead {
  html: string | null;
  text: string;
}

/** Content-Transfer-Encoding of a text part (RFC 2045 6). */
type Encoding = '7bit' | '8bit' | 'quoted-printable';

/** The content of a text part, ready to be put into a mail. */
export interface EncodedBody {
  encoding: Encoding;
  /** In bytes. */
  length: number;
  /** Writes the bytes at `at`; answers where they end. */
  writeTo(mail: Buffer, at: number): number;
}

const crlf = '\r\n';

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

// RFC 2047 2: an encoded word has at most 75 characters, so 45 bytes in base64.
const wordBytes = 45;

/** RFC 2047 encoded words, split between characters, joined by folding. `before` characters stand on their first line. */
function encodeWords(text: string, before: number): string {
  const words: string[] = [];
  let bytes = Math.ceil((before * 3) / 4);
  let word = '';
  for (const character of text) {
    const length = Buffer.byteLength(character);
    if (bytes + length > wordBytes) {
      words.push(word);
      word = '';
      bytes = 0;
    }
    word += character;
    bytes += length;
  }
  words.push(word);
  return words.map((part) => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(`${crlf} `);
}

/** Folds at spaces so that lines stay within 78 characters (RFC 5322 2.1.1) where the text allows. */
function fold(header: string): string {
  let row = '';
  let folded = '';
  for (const piece of header.split(/(?= )/)) {
    if (row.length + piece.length > 76 && row.trim() !== '') {
      folded += row + crlf;
      row = '';
    }
    row += piece;
  }
  return folded + row;
}

/** Text of one line: line ends and other controls, which templates and encoded words may bring in, become spaces. */
export const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').trim();

/** A mailbox as a mail of ours has it. */
export const asWritten = ({ name, address }: Mailbox): Mailbox => ({ name: oneLine(name), address });

const unstructured = (name: string, value: string): string => {
  const text = oneLine(value);
  // Text that looks like an encoded word must be encoded, or readers would decode it; so must words and blanks too long to fold.
  const plain = isAscii(text) && !text.includes('=?') && !/\S{900}| {90}/.test(text);
  return plain ? fold(`${name}: ${text}`) : `${name}: ${encodeWords(text, name.length)}`;
};

const mailbox = (given: Mailbox): string => {
  const { name: text, address } = asWritten(given);
  if (text === '') return address;
  if (!isAscii(text) || text.includes('=?') || text.length > 60)
    return `${encodeWords(text, 'From: '.length)}${crlf} <${address}>`;
  const phrase = /^[A-Za-z0-9 !#$%&'*+/=?^_`{|}~-]+$/.test(text)
    ? text
    : `"${text.replace(/[\\"]/g, '\\$&')}"`;
  return `${phrase} <${address}>`;
};

/** RFC 5322 3.3 date in UTC. The same second is asked for many times over. */
let cached = { second: NaN, date: '' };
function dateOf(at: number): string {
  const second = Math.floor(at / 1000);
  if (cached.second !== second) cached = { second, date: new Date(at).toUTCString().replace('GMT', '+0000') };
  return cached.date;
}

// RFC 5322 2.1.1: no line longer than 998 octets; longer ones make the part quoted-printable.
export const maxOctets = 990;

/** Whether a line is too long. A character takes three octets at most (a pair of surrogates four), so few must be measured. */
function hasLongLine(body: string): boolean {
  for (let from = 0; from < body.length;) {
    const end = body.indexOf('\n', from);
    const to = end < 0 ? body.length : end;
    if (to - from > maxOctets / 3 && Buffer.byteLength(body.slice(from, to)) > maxOctets) return true;
    from = to + 1;
  }
  return false;
}

function quotedPrintable(text: string): string {
  const rows = Buffer.from(text).toString('latin1').split('\r\n').map(quoteRow);
  return rows.join(crlf);
}

function quoteRow(row: string): string {
  const hex = (character: string) =>
    `=${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

  const quoted = row.replace(/[^\t\x20-\x3c\x3e-\x7e]/g, hex).replace(/[\t ]$/, hex);
  let rest = quoted;
  let result = '';
  while (rest.length > 76) {
    const cut = 75 - (/=[0-9A-F]?$/.exec(rest.slice(0, 75))?.[0].length ?? 0);
    result += `${rest.slice(0, cut)}=${crlf}`;
    rest = rest.slice(cut);
  }
  return result + rest;
}

/** A text with the line ends of mail. */
export const toCrlf = (text: string): string =>
  text.includes('\r') ? text.replace(/\r\n|\r|\n/g, crlf) : text.replaceAll('\n', crlf);

const bytesAsBody = (bytes: Buffer): Omit<EncodedBody, 'encoding'> => ({
  length: bytes.length,
  writeTo: (mail, at) => at + bytes.copy(mail, at),
});

/** A text as a part carries it (RFC 2045 6): as it is where lines are short (7bit or 8bit), quoted-printable otherwise. */
export function encodeBody(text: string): EncodedBody {
  const body = toCrlf(text);
  const long = hasLongLine(body) || body.includes('\u0000');
  const bytes = Buffer.from(long ? quotedPrintable(body) : body);
  const encoding = long ? 'quoted-printable' : bytes.length === body.length ? '7bit' : '8bit';
  return { encoding, ...bytesAsBody(bytes) };
}

const partHead = (subtype: 'plain' | 'html', { encoding }: EncodedBody): string =>
  `Content-Type: text/${subtype}; charset=utf-8${crlf}Content-Transfer-Encoding: ${encoding}${crlf}${crlf}`;

/** Any line end but one that folds (RFC 5322 2.2.3), and NUL: what could end a header and begin another, or the body. */
const breaking = /\r(?!\n[ \t])|(?<!\r)\n|\u0000/;

/** The last look at a header, whichever way its value came: throws a 400 that names it. */
function requireWhole(header: string): string {
  if (!breaking.test(header)) return header;
  throw invalidField(header.slice(0, header.indexOf(':')), 'Expected a value without CR, LF and NUL');
}

function headOf(parts: MailHead): string {
  const headers = [
    `Message-ID: ${parts.messageId}`,
    `Date: ${dateOf(parts.date)}`,
    `From: ${mailbox(parts.from)}`,
    ...(parts.replyTo ? [`Reply-To: ${parts.replyTo}`] : []),
    `To: ${mailbox(parts.to)}`,
    unstructured('Subject', parts.subject),
    ...parts.headers.map(([name, value]) => `${name}: ${value}`),
    'MIME-Version: 1.0',
  ];
  return headers.map(requireWhole).join(crlf) + crlf;
}

/** Texts and bodies one behind the other. */
function join(pieces: readonly (string | EncodedBody)[]): Buffer {
  const bodies = pieces.map((piece) => (typeof piece === 'string' ? bytesAsBody(Buffer.from(piece)) : piece));
  const mail = Buffer.allocUnsafe(bodies.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const body of bodies) at = body.writeTo(mail, at);
  return mail;
}

/** A valid RFC 5322 message: multipart/alternative where there is html, plain text otherwise. */
export function assembleMail(parts: MailHead, text: EncodedBody, html: EncodedBody | null): Buffer {
  const head = headOf(parts);
  if (html === null) return join([head + partHead('plain', text), text, crlf]);
  const type = `Content-Type: multipart/alternative;${crlf} boundary="${parts.boundary}"${crlf}${crlf}`;
  const next = `--${parts.boundary}${crlf}`;
  return join([
    head + type + next + partHead('plain', text),
    text,
    crlf + next + partHead('html', html),
    html,
    `${crlf}--${parts.boundary}--${crlf}`,
  ]);
}

/** The same of parts that are yet to be encoded. */
export const composeMail = (parts: MimeInput): Buffer =>
  assembleMail(parts, encodeBody(parts.text), parts.html === null ? null : encodeBody(parts.html));
