import iconv from 'iconv-lite';

/**
 * Charsets of seven bits that shift between ASCII and other characters, mostly of two bytes: ISO-2022-JP and its extensions
 * (RFC 1468, 1554, 2237), ISO-2022-KR (RFC 1557), ISO-2022-CN (RFC 1922) and HZ (RFC 1843). iconv-lite has none of them; the
 * web has the first alone, without its extensions, and makes an error of two escapes with nothing between them, which stand
 * wherever two texts are put together.
 */
type Shifted = (text: string) => string;

/** Characters, mostly of two bytes: those of an 8-bit charset without its high bits, behind `prefix`. Half of one is U+FFFD. */
function ofPairs(charset: string, prefix = ''): Shifted {
  const known = new Map<string, string>();
  function characterOf(pair: string): string {
    const high = Array.from(pair, (character) => character.charCodeAt(0) | 0x80);
    const text = iconv.decode(Buffer.from([...Buffer.from(prefix, 'latin1'), ...high]), charset);
    const character = text.length === 1 ? text : '\ufffd';
    known.set(pair, character);
    return character;
  }
  return (text) => text.replace(/[!-~]{1,2}/g, (pair) => known.get(pair) ?? characterOf(pair));
}

const jisX0208 = ofPairs('euc-jp');
const gb2312 = ofPairs('gb2312');
const ksX1001 = ofPairs('euc-kr');
const asIs: Shifted = (text) => text;

/** What the bytes behind an escape are. Of JIS X 0213, which nothing here has, what it took over from JIS X 0208. */
const sets: ReadonlyMap<string, Shifted> = new Map([
  ...['(B', '(H'].map((escape) => [escape, asIs] as const),
  ['(J', (text) => text.replaceAll('\\', '¥').replaceAll('~', '‾')],
  // Half as wide, from U+FF61 on.
  ['(I', (text) => text.replace(/[!-_]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xff40))],
  ...['$@', '$B', '$(@', '$(B', '$(O', '$(Q'].map((escape) => [escape, jisX0208] as const),
  ['$(D', ofPairs('euc-jp', '\u008f')],
  ...['$A', '$(A'].map((escape) => [escape, gb2312] as const),
  ['$(C', ksX1001],
]);

/** Single letters of Western Europe and Greece, each behind an escape of its own (RFC 1554). */
const letters = { A: ofPairs('iso-8859-1'), F: ofPairs('iso-8859-7') };
const escapeStart = /^(?:(\$\(?[@-Z]|\([@-Z])|&@|\.([AF])|N([ -~]))/;

/** ISO-2022-JP: each line begins in ASCII, and an escape says what follows. */
function ofJapan(text: string): string {
  let set = asIs;
  let letterSet = letters.A;
  const decoded = (piece: string): string => {
    const end = piece.search(/[\r\n]/);
    if (end < 0) return set(piece);
    const line = set(piece.slice(0, end));
    set = asIs;
    return line + piece.slice(end);
  };
  const afterEscape = (piece: string): string => {
    const [escape, designated, ofLetters, letter] = escapeStart.exec(piece) ?? [];
    if (escape === undefined) return `\ufffd${decoded(piece)}`;
    if (ofLetters !== undefined) letterSet = ofLetters === 'F' ? letters.F : letters.A;
    if (designated !== undefined) set = sets.get(designated) ?? ((unknown) => `\ufffd${unknown}`);
    return letterSet(letter ?? '') + decoded(piece.slice(escape.length));
  };
  const [first = '', ...others] = text.replace(/[\u000e\u000f\u0080-\u00ff]/g, '\ufffd').split('\u001b');
  return decoded(first) + others.map(afterEscape).join('');
}

/** Between SO and SI; what announces the set of characters goes. */
const byControls =
  (set: Shifted): Shifted =>
  (text) =>
    text
      .replace(/\u001b\$[)*+][ACEGHIJKLM]/g, '')
      .replace(/\u000e([^\u000e\u000f\n]*)\u000f?/g, (_shifted, inner: string) => set(inner));

/** Between `~{` and `~}`; `~~` is a tilde, and one at the end of a line goes on in the next. */
const byTildes: Shifted = (text) =>
  text.replace(/~(?:\{([^\n]*?)(?:~\}|(?=~\{|\n)|$)|(~)|\r?\n)/g, (_found, inner?: string, tilde?: string) =>
    inner === undefined ? (tilde ?? '') : gb2312(inner),
  );

const shifted: ReadonlyMap<string, Shifted> = new Map([
  ['iso-2022-kr', byControls(ksX1001)],
  ['csiso2022kr', byControls(ksX1001)],
  ['iso-2022-cn', byControls(gb2312)],
  ['hz-gb-2312', byTildes],
  ['hz', byTildes],
]);

/** ISO-2022-JP and its extensions by their names. */
const japaneseNames = /^(?:jis7?|(?:cs)?iso-?2022-?jp(?:-\w+)?)$/;

/** Decodes such a charset by its name in lower case; null for all others. */
export function shiftedDecoder(label: string): ((bytes: Uint8Array) => string) | null {
  const decode = japaneseNames.test(label) ? ofJapan : shifted.get(label);
  return decode ? (bytes) => decode(Buffer.from(bytes).toString('latin1')) : null;
}

/** As much of a text is looked at from its first shift on. */
const reach = 4096;

/** The name of the charset that a text of seven bits announces (RFC 1468, 1557, 1922); null where it announces none. */
export function announcedCharset(bytes: Uint8Array): string | null {
  const start = bytes.indexOf(0x1b);
  if (start < 0) return null;
  const text = Buffer.from(bytes.subarray(start, start + reach)).toString('latin1');
  if (/\u001b(?:\$[@B]|\$\([BDOQ]|\([JI])/.test(text)) return 'iso-2022-jp';
  if (text.includes('\u001b$)C')) return 'iso-2022-kr';
  return text.includes('\u001b$)A\u000e') ? 'iso-2022-cn' : null;
}
