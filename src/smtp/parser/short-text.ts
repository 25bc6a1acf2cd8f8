import iconv from 'iconv-lite';

/** A detector counts frequent characters; in texts with more of them it is better than the rules here. */
const mostForeign = 64;

const isForeign = (byte: number): boolean => byte >= 0x80;
const decode = (bytes: Uint8Array, charset: string): string => iconv.decode(Buffer.from(bytes), charset);

/** Words as people write them, in one case but for their first letter. */
const isWord = (word: string): boolean => /^(?:\p{Lu}?\p{Ll}*|\p{Lu}+)$/u.test(word) && !word.includes('ƒ');
const foreignWords = (text: string): string[] =>
  (text.match(/[^\s\u0000-\u0040[-`{-~]+/g) ?? []).filter((word) => /[^\u0000-\u007f]/.test(word));

/** Marks that stand around words or between them, and never within one. */
const around = /^[«»“”‘’„‚…–—¡¿€§©®°]+|[«»“”‘’„‚…–—¡¿€§©®°]+$/g;

/** Whether a text reads as one of Latin letters, of which some are not ASCII: each word has both, unless it is very short. */
function readsAsLatin(text: string): boolean {
  const words = foreignWords(text)
    .flatMap((word) => word.split(/[’–—…]/))
    .map((word) => word.replace(around, ''))
    .filter((word) => /[^\u0000-\u007f]/.test(word));
  return words.every((word) => isWord(word) && (word.length < 3 || /[A-Za-z]/.test(word)));
}

/** Those of Latin letters by the detector's names; it takes Spanish for Romanian, so the first gets as much ahead. */
const latinCharsets: ReadonlyMap<string, string> = new Map([
  ['windows-1252', 'windows-1252'],
  ...['windows-1250', 'windows-1254', 'windows-1257', 'ISO-8859-2'].map((name) => [name, name] as const),
  ...[['ISO-8859-1', 'windows-1252'] as const, ['ISO-8859-9', 'windows-1254'] as const],
]);
const ahead = 28;
/** Letters that few languages of the west have, and Turkish, Czech and Slovak in the same places. */
const rareInWest = /[ðþýšžÐÞÝŠŽ]/;
/** The detector takes much French and Polish for Baltic. */
const leastForBaltic = 70;

/** What a detector thinks of a charset, from 0 to 100. */
export interface Guess {
  name: string;
  confidence: number;
}

/** The likeliest of the charsets in which a text reads as Latin letters; null where there is none. */
function latinCharset(bytes: Uint8Array, guesses: readonly Guess[]): string | null {
  const lead = rareInWest.test(decode(bytes, 'windows-1252')) ? 1 : ahead;
  const confidenceOf = (charset: string) =>
    guesses
      .filter(({ name }) => latinCharsets.get(name) === charset)
      .reduce((most, { confidence }) => Math.max(most, confidence), 0);
  const likely = (charset: string): number => {
    const confidence = confidenceOf(charset);
    if (charset === 'windows-1257' && confidence < leastForBaltic) return -1;
    return confidence + (charset === 'windows-1252' ? lead : 0);
  };
  const sound = [...new Set(latinCharsets.values())].filter((name) => readsAsLatin(decode(bytes, name)));
  return sound.sort((a, b) => likely(b) - likely(a))[0] ?? null;
}

// Vowels above and below, and tones, follow a consonant; five vowels stand before one. So Thai is told by its order.
const thaiText =
  /^(?:[\u0e40-\u0e44]?[\u0e01\u0e02\u0e04\u0e06-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,3}[\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46]*)+$/;
const thaiMark = /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g;
const commonThai = /[านรอกเงยลวมตทสคดบปหพัิี่้ะแ]/g;

function isThai(bytes: Uint8Array): boolean {
  const words = foreignWords(decode(bytes, 'windows-874'));
  const all = words.join('');
  const count = (pattern: RegExp) => all.match(pattern)?.length ?? 0;
  // Kana of EUC-JP has this letter in every other place.
  const isKana = 3 * count(/ค/g) >= all.length;
  const isOrdered = words.length > 0 && words.every((word) => thaiText.test(word));
  return (
    isOrdered && !isKana && 8 * count(thaiMark) >= all.length && 10 * count(commonThai) >= 7 * all.length
  );
}

/**
 * The charset of a short text that reads as words in it, though a detector would not know: it takes Polish for Chinese, and
 * Thai too. Null where no reading is sound.
 */
export function charsetOfShort(bytes: Uint8Array, guesses: readonly Guess[]): string | null {
  const foreign = bytes.filter(isForeign).length;
  if (foreign > mostForeign) return null;
  return latinCharset(bytes, guesses) ?? (isThai(bytes) ? 'windows-874' : null);
}

/** Charsets of one script that is not Latin, each with its letters. */
const scripts: readonly (readonly [string, RegExp])[] = [
  ['windows-1251', /^\p{Script=Cyrillic}?[\u0430-\u045f\u0491]+$/u],
  ['koi8-r', /^\p{Script=Cyrillic}?[\u0430-\u0451]+$/u],
  ['windows-1253', /^\p{Script=Greek}?[\u03ac-\u03ce]+$/u],
  ['windows-1255', /^[\u05d0-\u05ea]+$/u],
];

/** Words of Arabic letters, with as many of its two most frequent ones as any text has: Russian may look like the others. */
function isArabic(bytes: Uint8Array): boolean {
  const words = foreignWords(decode(bytes, 'windows-1256'));
  const frequent = words.join('').match(/[ال]/g)?.length ?? 0;
  return (
    words.every((word) => /^[\p{Script=Arabic}\u060c\u061b\u061f]+$/u.test(word)) &&
    6 * frequent >= words.join('').length
  );
}

/** Chinese of the first level of GB 2312, which has the common characters. */
const isCommonChinese = (bytes: Uint8Array): boolean =>
  foreignWords(Buffer.from(bytes).toString('latin1')).every((word) =>
    /^(?:[\u00b0-\u00d7][\u00a1-\u00fe]|\u00a3[\u00a1-\u00fe]|\u00a1[\u00a1-\u00b9])+$/.test(word),
  );

const latinNames = new Set([...latinCharsets.keys()].map((name) => name.toLowerCase()));

/**
 * The charset of a short text of which a detector made nothing, or Latin letters that make no words; null where what it says
 * may be right.
 */
export function charsetInsteadOf(told: string | null, bytes: Uint8Array): string | null {
  if (told !== null && !latinNames.has(told)) return null;
  if (bytes.filter(isForeign).length > mostForeign) return null;
  if (isCommonChinese(bytes)) return 'gb18030';
  if (isArabic(bytes)) return 'windows-1256';
  const ofScript = scripts.find(([name, letters]) =>
    foreignWords(decode(bytes, name)).every((word) => letters.test(word)),
  );
  return ofScript?.[0] ?? null;
}

/**
 * UTF-16 without a mark: every other byte is that of a block below U+0900, which no other text has. Null where it is none.
 */
export function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = bytes.length >> 1;
  if (pairs < 2) return null;
  const controls = [0, 0];
  for (let at = 0; at < 2 * pairs; at += 1) {
    if ((bytes[at] ?? 9) < 9) controls[at % 2] = (controls[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = controls;
  if (odd === 0 && 2 * even >= pairs) return 'utf-16be';
  return even === 0 && 2 * odd >= pairs ? 'utf-16le' : null;
}
