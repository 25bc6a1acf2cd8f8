import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';

/** What programs write where they mean "I do not know". */
const meansNothing =
  /^(?:us-?ascii|ascii|ansi_x3\.4-1968|7bit|8bit|binary|(?:x-)?unknown(?:-8bit)?|default|none|charset|_?autodetect\w*)$/;
/** UTF-7 can hide markup from whoever looks for `<`; base64 and hex are no charsets, though iconv-lite has them. */
const refused = /^(?:(?:cs)?unicode-?1-?1-?)?utf-?7(?:-?imap)?$|^base64$|^hex$/;
// A page names its charset in its first kilobytes (HTML, 13.2.3.2); a label is short.
const metaReach = 4096;
const metaCharset = /<meta\s[^>]{0,400}?charset\s*=\s*["']?\s*([\w:.+-]{1,40})/i;
const japaneseEscape = /\u001b(?:\$[@B]|\$\(D|\([JI])/;
/** As much of a text is looked at to tell what it is. */
const sampleBytes = 64 * 1024;
/** Less than this the detector is guessing (its own scale goes to 100). */
const leastConfidence = 25;

type Decode = (bytes: Uint8Array) => string;

const utf8 = new TextDecoder('utf-8');
const latin: Decode = (bytes) => iconv.decode(Buffer.from(bytes), 'windows-1252');

function decoderNamed(label: string): Decode | null {
  if (meansNothing.test(label) || refused.test(label)) return null;
  try {
    const decoder = new TextDecoder(label);
    // Node 20 takes it for Latin-1, whose octets 80 to 9F are controls.
    return decoder.encoding === 'windows-1252' ? latin : (bytes) => decoder.decode(bytes);
  } catch {
    // Not a name of the web's; old mail has more of them.
    return iconv.encodingExists(label) ? (bytes) => iconv.decode(Buffer.from(bytes), label) : null;
  }
}

const cleanLabel = (label: string): string =>
  label
    .trim()
    .replace(/^["']+|["';,]+$/g, '')
    .toLowerCase();

/** Bytes that are UTF-8 but for a slip: most of what is not ASCII in them can be read. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
  const text = utf8.decode(bytes.subarray(0, sampleBytes));
  const foreign = text.match(/[^\u0000-\u007f]/gu) ?? [];
  const wrong = foreign.filter((character) => character === '\ufffd').length;
  const right = foreign.length - wrong;
  return right > 4 * wrong;
}

/** Text whose charset nobody names, told from its bytes: UTF-8, what the detector is sure of, else Windows-1252. */
function decodeUnnamed(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return utf8.decode(bytes);
  if (isMostlyUtf8(bytes)) return utf8.decode(bytes);
  const [best] = analyse(bytes.subarray(0, sampleBytes));
  const decode = best && best.confidence >= leastConfidence ? decoderNamed(best.name.toLowerCase()) : null;
  const text = decode?.(bytes);
  return text === undefined || text.includes('\ufffd') ? latin(bytes) : text;
}

function markedCharset(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  return a === 0xfe && b === 0xff ? 'utf-16be' : null;
}

/**
 * Bytes of a body part as text: by its byte order mark, by the charset that its header names (`declared`, perhaps wrong or
 * none), by the one in the html itself, else as they look. Never throws.
 */
export function decodeText(bytes: Uint8Array, declared: string | null, isHtml = false): string {
  const label = cleanLabel(declared ?? '');
  const marked = markedCharset(bytes);
  const named = decoderNamed(marked ?? label);
  if (named) {
    if (!/^utf-?8$/.test(marked ?? label) || isUtf8(bytes) || isMostlyUtf8(bytes)) return named(bytes);
    return decodeUnnamed(bytes);
  }
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, metaReach)).toString(
    'latin1',
  );
  if (japaneseEscape.test(head)) return new TextDecoder('iso-2022-jp').decode(bytes);
  if (isAscii(bytes)) return Buffer.from(bytes).toString('latin1');
  const meta = isHtml ? decoderNamed(cleanLabel(metaCharset.exec(head)?.[1] ?? '')) : null;
  return meta && !isUtf8(bytes) ? meta(bytes) : decodeUnnamed(bytes);
}

/**
 * The octets of a header field. Undocumented: we chose UTF-8 (RFC 6532), else what the mail names, else Windows-1252.
 */
export function decodeOctets(bytes: Uint8Array, declared: string | null): string {
  if (isUtf8(bytes)) return utf8.decode(bytes);
  const label = cleanLabel(declared ?? '');
  const text = /^utf-?8$/.test(label) ? undefined : decoderNamed(label)?.(bytes);
  return text === undefined || text.includes('\ufffd') ? latin(bytes) : text;
}
