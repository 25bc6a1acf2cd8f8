import iconv from 'iconv-lite';

/**
 * Charsets of seven bits that shift between ASCII and characters of two bytes, which neither the web nor iconv-lite has:
 * ISO-2022-KR (RFC 1557), ISO-2022-CN (RFC 1922) and HZ (RFC 1843). Their characters are those of an 8-bit charset without
 * its high bits.
 */
type Shifted = (text: string) => string;

const raise = (text: string, charset: string): string =>
  iconv.decode(Buffer.from(Array.from(text, (character) => character.charCodeAt(0) | 0x80)), charset);

/** Between SO and SI; what announces the set of characters goes. */
const byControls =
  (charset: string): Shifted =>
  (text) =>
    text
      .replace(/\u001b\$[)*+][ACEGHIJKLM]/g, '')
      .replace(/\u000e([^\u000f\n]*)(?:\u000f|(?=\n)|$)/g, (_shifted, inner: string) =>
        raise(inner, charset),
      );

/** Between `~{` and `~}`; `~~` is a tilde, and one at the end of a line goes on in the next. */
const byTildes: Shifted = (text) =>
  text.replace(/~(?:\{([^\n]*?)(?:~\}|(?=\n)|$)|(~)|\r?\n)/g, (_found, inner?: string, tilde?: string) =>
    inner === undefined ? (tilde ?? '') : raise(inner, 'gb2312'),
  );

const shifted: ReadonlyMap<string, Shifted> = new Map([
  ['iso-2022-kr', byControls('euc-kr')],
  ['csiso2022kr', byControls('euc-kr')],
  ['iso-2022-cn', byControls('gb2312')],
  ['hz-gb-2312', byTildes],
  ['hz', byTildes],
]);

/** Decodes such a charset by its name in lower case; null for all others. */
export function shiftedDecoder(label: string): ((bytes: Uint8Array) => string) | null {
  const decode = shifted.get(label);
  return decode ? (bytes) => decode(Buffer.from(bytes).toString('latin1')) : null;
}

/** The name of the charset that a text of seven bits announces (RFC 1557, RFC 1922); null where it announces none. */
export const announcedCharset = (head: string): string | null =>
  head.includes('\u001b$)C') ? 'iso-2022-kr' : head.includes('\u001b$)A\u000e') ? 'iso-2022-cn' : null;
