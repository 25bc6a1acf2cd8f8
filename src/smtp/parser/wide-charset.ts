const share = (text: string, pattern: RegExp): number =>
  text === '' ? 0 : (text.match(pattern)?.length ?? 0) / text.length;
const foreignOf = (text: string): string => text.replace(/[\u0000-\u007f\s]+/g, '');

const japanese = /[\u3001\u3002\u300c\u300d\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uff01\uff0c\uff1f]/g;
const kana = /[\u3041-\u3096\u30a1-\u30fa]/g;

function readsAsJapanese(bytes: Uint8Array, charset: string): boolean {
  try {
    const text = foreignOf(new TextDecoder(charset, { fatal: true }).decode(bytes));
    return share(text, kana) >= 0.4 && share(text, japanese) === 1;
  } catch {
    return false;
  }
}

// Vowels above and below, and tones, follow a consonant; five vowels stand before one. So Thai is told by its order.
const thaiText =
  /^(?:[\u0e40-\u0e44]?[\u0e01\u0e02\u0e04\u0e06-\u0e2e][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{0,3}[\u0e2f\u0e30\u0e32\u0e33\u0e45\u0e46]*)+$/;
const thaiMark = /[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/g;
const commonThai = /[านรอกเงยลวมตทสคดบปหพัิี่้ะแ]/g;

function isThai(bytes: Uint8Array): boolean {
  const whole = new TextDecoder('windows-874').decode(bytes);
  if (/[A-Za-z][\u0e00-\u0e7f]|[\u0e00-\u0e7f][A-Za-z]/.test(whole)) return false;
  const text = foreignOf(whole);
  // Kana of EUC-JP has one letter in every other place.
  return (
    thaiText.test(text) &&
    share(text, /ค/g) < 0.34 &&
    share(text, thaiMark) >= 0.125 &&
    share(text, commonThai) >= 0.7
  );
}

/** As much of a text as its order is looked at; longer ones a detector tells. */
const mostBytes = 256;

/** The charset of a few words of Japanese or Thai, of which a detector makes Chinese or nothing; null where it is neither. */
export function charsetByOrder(bytes: Uint8Array): string | null {
  if (bytes.length > mostBytes) return null;
  if (readsAsJapanese(bytes, 'shift_jis')) return 'shift_jis';
  if (readsAsJapanese(bytes, 'euc-jp')) return 'euc-jp';
  return isThai(bytes) ? 'windows-874' : null;
}

/**
 * UTF-16 without a mark: nearly every other byte is that of a block below U+0900, which no other text has; one with some NUL
 * bytes is none. Null where it is none.
 */
export function unmarkedUtf16(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = bytes.length >> 1;
  if (pairs < 2) return null;
  const controls = [0, 0];
  for (let at = 0; at < 2 * pairs; at += 1) {
    if ((bytes[at] ?? 9) < 9) controls[at % 2] = (controls[at % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = controls;
  if (odd === 0 && 4 * even >= 3 * pairs) return 'utf-16be';
  return even === 0 && 4 * odd >= 3 * pairs ? 'utf-16le' : null;
}

/** Whether bytes are text of two or four bytes a character, by its mark or its look. */
export const isWideText = (bytes: Uint8Array): boolean =>
  (bytes[0] === 0xff && bytes[1] === 0xfe) ||
  (bytes[0] === 0xfe && bytes[1] === 0xff) ||
  unmarkedUtf16(bytes) !== null;
