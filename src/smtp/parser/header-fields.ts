import type { Header } from '../../contract/message.js';
import { oneLine } from '../../core/compose/mime.js';
import { announcedDecoder, decodeLabelled, decodeOctets } from './charset.js';

// Bytes of a field that are not ASCII may stand inside an encoded word too, which RFC 2047 does not know.
const encodedWord = /=\?[\w*.:-]{1,60}\?[QqBb]\?[^?\r\n]*\?=/g;
const wordRun = new RegExp(`${encodedWord.source}(?:\\s*${encodedWord.source})*`, 'g');
const octets = /[\u0080-\u00ff]/g;

const bytesOf = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');

/** An encoded word whose payload is ASCII: octets in it are written as RFC 2047 would have them. */
const asciiWord = (word: string): string => {
  if (!octets.test(word)) return word;
  const isQ = /^=\?[^?]*\?q\?/i.test(word);
  return word.replace(octets, (octet) => (isQ ? `=${octet.charCodeAt(0).toString(16).toUpperCase()}` : ''));
};

/** A field's text, given as one character an octet, with its encoded words still encoded. */
function unicodeOf(latin1: string, charset: string | null): string {
  const announced = latin1.includes('\u001b') ? announcedDecoder(bytesOf(latin1)) : null;
  if (announced) return announced(bytesOf(latin1));
  if (!/[\u0080-\u00ff]/.test(latin1)) return latin1;
  const words = latin1.match(encodedWord) ?? [];
  const between = latin1.split(encodedWord);
  // One charset for all that the field has in the open: single pieces are too short to tell it.
  const separator = '\u0000';
  const open = decodeOctets(bytesOf(between.join(separator)), charset).split(separator);
  return open.map((text, index) => text + asciiWord(words[index] ?? '')).join('');
}

/** A field as it was sent, one character an octet. */
interface RawField {
  key: string;
  line: string;
}

const isBlank = (character: string | undefined): boolean =>
  character !== undefined && ' \t\r\n'.includes(character);

/** Without the blanks around it. By hand: `trim` would take an octet A0, the end of an "à", for a blank. */
function trimBlanks(latin1: string): string {
  let [start, end] = [0, latin1.length];
  while (start < end && isBlank(latin1[start])) start += 1;
  while (start < end && isBlank(latin1[end - 1])) end -= 1;
  return latin1.slice(start, end);
}

/** The name of a field, and its value as it was sent, one character an octet. */
export function contentOf({ key, line }: RawField): { name: string; latin1: string } {
  const colon = line.indexOf(':');
  const latin1 = line.slice(colon + 1).replace(/\r?\n(?=[ \t])/g, '');
  return { name: colon < 0 ? key : line.slice(0, colon).trimEnd(), latin1: trimBlanks(latin1) };
}

/** A text given as one character an octet, as it reads: octets and encoded words decoded, each once. */
export const readableText = (latin1: string, charset: string | null): string =>
  decodeWords(unicodeOf(latin1, charset));

/** A field with its text as it reads: octets and encoded words decoded, each field by itself, each once. */
export function decodeField(field: RawField, charset: string | null): Header {
  const { name, latin1 } = contentOf(field);
  return { name: decodeName(name, charset), value: oneLine(readableText(latin1, charset)) };
}

/** Names are ASCII (RFC 5322, 2.2); those of some programs are read as a value is. */
const decodeName = (name: string, charset: string | null): string =>
  /[\u0080-\u00ff]/.test(name) ? decodeOctets(bytesOf(name), charset) : name;

const hexDigits = /^[0-9a-f]{2}$/i;

/** What a Q word says (RFC 2047, 4.2); codes that mean nothing stay. Sign by sign: a field has thousands of such words. */
function bytesOfQ(payload: string): Buffer {
  const bytes = bytesOf(payload.replaceAll('_', ' '));
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1, length += 1) {
    const hex = payload[at] === '=' ? payload.slice(at + 1, at + 3) : '';
    const isCode = hex !== '' && hexDigits.test(hex);
    bytes[length] = isCode ? Number.parseInt(hex, 16) : (bytes[at] ?? 0);
    if (isCode) at += 2;
  }
  return bytes.subarray(0, length);
}

const wordParts = /^=\?([^?*]*)(?:\*[^?]*)?\?([QqBb])\?([^?]*)\?=$/;

/** What encoded words say that stand side by side and are in one charset. */
interface DecodedText {
  label: string;
  bytes: Buffer[];
  /** Base64 that is not decoded yet: a word without padding may go on in the next. */
  base64: string;
}

/** Decodes what is left of base64. In place: a field may have hundreds of thousands of words. */
function endBase64(said: DecodedText): void {
  if (said.base64 !== '') said.bytes.push(Buffer.from(said.base64, 'base64'));
  said.base64 = '';
}

function takeWord(said: DecodedText, isBase64: boolean, payload: string): void {
  if (!isBase64 || said.base64.endsWith('=')) endBase64(said);
  if (isBase64) said.base64 += payload;
  else said.bytes.push(bytesOfQ(payload));
}

/**
 * Encoded words with nothing but blanks between them. A character may be cut in two by them, which RFC 2047 forbids and
 * programs do: those of one charset are decoded as one text.
 */
function decodeRun(run: string): string {
  const pieces: DecodedText[] = [];
  for (const word of run.match(encodedWord) ?? []) {
    const [, charset = '', encoding = '', payload = ''] = wordParts.exec(word) ?? [];
    const label = charset.toLowerCase();
    const last = pieces.at(-1);
    const said = last?.label === label ? last : { label, bytes: [], base64: '' };
    if (said !== last) pieces.push(said);
    takeWord(said, /b/i.test(encoding), payload);
  }
  for (const said of pieces) endBase64(said);
  return pieces.map(({ bytes, label }) => decodeLabelled(Buffer.concat(bytes), label)).join('');
}

/** Signs that a Q word has none of where a name stands (RFC 2047, 5), since they mean something there. */
const notOfPhrase = /[^\w!*+/=-]/;

/** Text whose Q words are base64 where a reader of addresses would take their signs for its own. */
export const withSafeWords = (text: string): string =>
  text.replace(encodedWord, (word) => {
    const [, , encoding = '', payload = ''] = wordParts.exec(word) ?? [];
    if (/b/i.test(encoding) || !notOfPhrase.test(payload)) return word;
    return `${word.slice(0, -payload.length - '?Q?='.length)}B?${bytesOfQ(payload).toString('base64')}?=`;
  });

/** Text with its encoded words (RFC 2047) decoded, whatever they claim to be in. */
export const decodeWords = (text: string): string =>
  text.includes('=?') ? text.replace(wordRun, decodeRun) : text;

/**
 * A field for mailparser, which reads octets as UTF-8 but first takes a last octet A0 for a blank: such an end becomes an
 * encoded word.
 */
export function rewriteField(field: RawField, charset: string | null): string {
  const { name, latin1 } = contentOf(field);
  if (!/[\u001b\u0080-\u00ff]/.test(field.line)) return field.line;
  // A line of text that stands in the head.
  if (!field.line.includes(':')) return unicodeOf(field.line, charset);
  const text = unicodeOf(latin1, charset);
  const end = /[^\u0000-\u007f]/.test(text.at(-1) ?? '') ? (text.split(/\s/).at(-1) ?? '') : '';
  const safe =
    end === ''
      ? text
      : `${text.slice(0, text.length - end.length)}=?utf-8?B?${Buffer.from(end).toString('base64')}?=`;
  return `${decodeName(name, charset)}: ${safe}`;
}
