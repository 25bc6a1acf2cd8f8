import { isAscii, isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { commonName } from './charset-names.js';
import { isCutUtf8 } from './cut-utf8.js';
import { detectCharset } from './detect-charset.js';
import { announcedCharset, shiftedDecoder } from './shifted-charsets.js';
import { unmarkedUtf16 } from './wide-charset.js';

/** What programs write where they mean "I do not know". */
const meansNothing =
  /^(?:us-?ascii|ascii|ansi_x3\.4-1968|7bit|8bit|binary|(?:x-)?unknown(?:-8bit)?|default|none|charset|_?autodetect\w*)$/;
/** Base64 and hex are no charsets, though iconv-lite has them. */
const refused = /^(?:utf-?7-?imap|base64|hex)$/;
/** Nothing looks for markup in the bytes, which UTF-7 could hide there: it is read as the RFC has it (RFC 2152). */
const utf7 = /^(?:(?:cs|x-)?unicode-?[12]-?[01]-?)?utf-?7$/;
/** Node has tables of its own for them, without two thirds of Korean's syllables, Hong Kong's characters and GBK's euro. */
const ofTwoBytes = /^(?:gbk|gb18030|big5|euc-kr|euc-jp|shift_jis)$/;
// A page names its charset in its first kilobytes (HTML, 13.2.3.2); a label is short.
const metaReach = 4096;
const metaCharset = /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.+-]{1,40})/i;
/** As much of a text is looked at to tell what it is. */
const sampleBytes = 16 * 1024;
type Decode = (bytes: Uint8Array) => string;

const utf8 = new TextDecoder('utf-8');
const utf8Names = /^utf-?8$/;
const controls = Buffer.from(Array.from({ length: 0x20 }, (_, index) => 0x80 + index));
/** What Windows-1252 has where Latin-1 has controls; by hand, since iconv-lite takes its time for each short text. */
const windowsSigns = iconv.decode(controls, 'windows-1252');
const octetsOf: Decode = (bytes) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
const withWindowsSigns = (octets: string): string =>
  octets.replace(/[\u0080-\u009f]/g, (control) => windowsSigns[control.charCodeAt(0) - 0x80] ?? control);
const latin: Decode = (bytes) => withWindowsSigns(octetsOf(bytes));

const headOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, metaReach)).toString('latin1');

function findDecoder(label: string): Decode | null {
  if (meansNothing.test(label) || refused.test(label)) return null;
  if (utf7.test(label)) return (bytes) => iconv.decode(Buffer.from(bytes), 'utf-7');
  const ofShifts = shiftedDecoder(label);
  if (ofShifts) return ofShifts;
  try {
    const decoder = new TextDecoder(label);
    // Node 20 takes it for Latin-1, whose octets 80 to 9F are controls.
    if (decoder.encoding === 'windows-1252') return latin;
    if (ofTwoBytes.test(decoder.encoding))
      return (bytes) => iconv.decode(Buffer.from(bytes), decoder.encoding);
    return (bytes) => decoder.decode(bytes);
  } catch {
    // Not a name of the web's; old mail has more of them.
    const isKnown: boolean = iconv.encodingExists(label);
    if (isKnown) return (bytes) => iconv.decode(Buffer.from(bytes), label);
    const name = commonName(label) ?? label.replace(/^x-/, '');
    return name === label ? null : findDecoder(name);
  }
}

/** A field may name a charset a thousand times, and to find that there is none costs an error each time. */
const decoders = new Map<string, Decode | null>();
const mostDecoders = 200;

function decoderNamed(name: string): Decode | null {
  const known = decoders.get(name);
  if (known !== undefined) return known;
  const found = findDecoder(cleanLabel(name));
  if (decoders.size >= mostDecoders) decoders.clear();
  decoders.set(name, found);
  return found;
}

const cleanLabel = (label: string): string =>
  label
    .trim()
    .replace(/^["']+|["';,]+$/g, '')
    .toLowerCase();

/** Bytes that announce a charset of seven bits are in it, whatever they are called; null where they announce none. */
export function announcedDecoder(bytes: Uint8Array): Decode | null {
  const charset = announcedCharset(bytes);
  return charset !== null && isAscii(bytes) ? decoderNamed(charset) : null;
}

/** Whether a text that was decoded can be read: of what is not ASCII in it, so many times more is right than wrong. */
function isLegible(text: string, times: number): boolean {
  const foreign = text.slice(0, sampleBytes).match(/[^\u0000-\u007f]/gu) ?? [];
  const wrong = foreign.filter((character) => character === '\ufffd').length;
  return foreign.length - wrong > times * wrong;
}

/** Whether bytes that call themselves UTF-8 are that, but for slips: the name counts for something. */
const isNearlyUtf8 = (bytes: Uint8Array): boolean =>
  isUtf8(bytes) || isCutUtf8(bytes) || isLegible(utf8.decode(bytes.subarray(0, sampleBytes)), 2);

/** The same of bytes that are called nothing. */
const looksLikeUtf8 = (bytes: Uint8Array): boolean =>
  isUtf8(bytes) ||
  isCutUtf8(bytes, { whole: 2 }) ||
  isLegible(utf8.decode(bytes.subarray(0, sampleBytes)), 4);

/** What is known of a text besides its bytes. */
export interface TextClues {
  isHtml?: boolean;
  /** The language (ISO 639) that its mail names. */
  language?: string | null;
  detect?: typeof detectCharset;
}

// Of the language of a page its first element tells, or a meta element as old as mail.
const pageLanguage =
  /<html\s[^>]{0,400}?lang\s*=\s*["']?([a-z]{2,3})\b|<meta\s[^>]{0,400}?content-language["']?\s[^>]{0,100}?content\s*=\s*["']?([a-z]{2,3})\b/i;

/** The language that a page names; null where it names none. */
function languageIn(html: string): string | null {
  const [, ofPage, ofMeta] = pageLanguage.exec(html) ?? [];
  return (ofPage ?? ofMeta)?.toLowerCase() ?? null;
}

/** Text whose charset nobody names, told from its bytes: UTF-8, what the detector finds, else Windows-1252. */
function decodeUnnamed(bytes: Uint8Array, { language = null, detect = detectCharset }: TextClues): string {
  if (looksLikeUtf8(bytes)) return utf8.decode(bytes);
  const text = decoderNamed(detect(bytes, language) ?? '')?.(bytes);
  return text === undefined || text.includes('\ufffd') ? latin(bytes) : text;
}

const cluesOf = (bytes: Uint8Array, clues: TextClues): TextClues =>
  clues.isHtml ? { ...clues, language: languageIn(headOf(bytes)) ?? clues.language ?? null } : clues;

/** The one of a byte order mark. */
function markedCharset(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be';
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/** UTF-16 that does not name its order, which is that of its mark, else the likelier one (RFC 2781, 4.3). */
const wide = /^(?:utf-?16|(?:iso-10646-)?ucs-?2|unicode)$/;

/** The charset of bytes with a label: that of their mark, whatever they are called. */
function charsetOf(bytes: Uint8Array, name: string): string {
  const label = cleanLabel(name);
  return markedCharset(bytes) ?? (wide.test(label) ? unmarkedUtf16(bytes) : null) ?? label;
}

/**
 * Bytes of a body part as text: by its byte order mark, by the charset that its header names (`declared`, perhaps wrong or
 * none), by the one in the html itself, else as they look. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | null, clues: TextClues = {}): string {
  const label = charsetOf(bytes, declared ?? '');
  const announced = announcedDecoder(bytes);
  if (announced) return announced(bytes);
  const isNamedUtf8 = utf8Names.test(label);
  const named = decoderNamed(label);
  if (named) {
    if (!isNamedUtf8 || isNearlyUtf8(bytes)) return named(bytes);
    return decodeUnnamed(bytes, cluesOf(bytes, clues));
  }
  const wideText = decoderNamed(unmarkedUtf16(bytes) ?? '');
  if (wideText) return wideText(bytes);
  const ofPage = clues.isHtml ? (metaCharset.exec(headOf(bytes))?.[1] ?? '') : '';
  if (isAscii(bytes)) return (shiftedDecoder(cleanLabel(ofPage)) ?? octetsOf)(bytes);
  const meta = decoderNamed(ofPage);
  return meta && !isUtf8(bytes) ? meta(bytes) : decodeUnnamed(bytes, cluesOf(bytes, clues));
}

// Not `\s`: an octet A0 may be the last one of a character.
const word = /[^ \t\r\n\0",;<>()]+/g;
const foreign = /[\u0080-\u00ff]/;
/** The beginning of each character of UTF-8 beyond ASCII. */
const ofUtf8 = /[\u00c2-\u00f4][\u0080-\u00bf]/;

/**
 * Octets of several charsets in one field, as two programs leave them: each word by itself. Where the field as a whole is
 * UTF-8 that was cut, a last octet behind letters of ASCII may still be one of Latin-1.
 */
function decodeWordByWord(bytes: Uint8Array, isCut: boolean): string {
  const octets = octetsOf(bytes);
  if (!ofUtf8.test(octets)) return withWindowsSigns(octets);
  return octets.replace(word, (found) => {
    if (!foreign.test(found)) return found;
    const ofWord = Buffer.from(found, 'latin1');
    const isOfUtf8 = isUtf8(ofWord) || isCutUtf8(ofWord) || (isCut && !/[a-z]/i.test(found));
    return isOfUtf8 ? utf8.decode(ofWord) : latin(ofWord);
  });
}

/** A text of a field in the charset that is named; null where it is not in it. One that is cut lacks its last character. */
function decodeNamed(bytes: Uint8Array, label: string): string | null {
  const text = decoderNamed(label)?.(bytes);
  if (text === undefined || !text.includes('\ufffd')) return text ?? null;
  if (utf8Names.test(cleanLabel(label))) return isNearlyUtf8(bytes) ? text : null;
  return isLegible(text, 2) || cutEnd.test(text) ? text : null;
}

/** Behind a character that was read. */
const cutEnd = /^[^\ufffd]*[^\u0000-\u007f\ufffd]\ufffd$/;

/**
 * The octets of a header field. Undocumented: we chose UTF-8 (RFC 6532), else what the mail names, else Windows-1252.
 */
export function decodeOctets(bytes: Uint8Array, declared: string | null): string {
  if (isUtf8(bytes)) return utf8.decode(bytes);
  if (isCutUtf8(bytes, { whole: 2 })) return decodeWordByWord(bytes, true);
  return decodeNamed(bytes, declared ?? '') ?? decodeWordByWord(bytes, false);
}

/** The octets of encoded words: what they name is believed, unless they are not in it. */
export const decodeLabelled = (bytes: Uint8Array, label: string): string =>
  announcedDecoder(bytes)?.(bytes) ??
  decodeNamed(bytes, charsetOf(bytes, label)) ??
  decodeOctets(bytes, label);
