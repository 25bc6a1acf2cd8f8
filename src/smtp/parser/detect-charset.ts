import iconv from 'iconv-lite';
import { chardet } from 'jschardet';
import { charsetsOfMail } from './mail-charsets.js';
import { charsetByOrder } from './wide-charset.js';

/** As much of a text is looked at to tell what it is. */
const sampleBytes = 16 * 1024;

/** Letters side by side, or a blank beyond ASCII. Which are foreign is asked later: a search for those takes time by the square of a run of letters. */
const wordPattern = /[^\s\u0000-\u0040[-`{-~]+|[^\S\u0000-\u007f]/gu;
/** Marks that stand around words or between them, and never within one. */
const around = /^[«»“”‘’„‚…–—¡¿€§©®°´]+|[«»“”‘’„‚…–—¡¿€§©®°´]+$/gu;
const withinWords = /[’–—…/]/;

/** What is longer is no word of any language. */
const longestWord = 100;

const wordsOf = (text: string): string[] =>
  (text.match(wordPattern) ?? [])
    .flatMap((word) => word.split(withinWords))
    .map((word) => word.slice(0, longestWord).replace(around, ''))
    .filter((word) => /[^\u0000-\u007f]/.test(word));

/** Words as people write them, in one case but for their first letter, and in one script. */
const isWord = (word: string): boolean =>
  /^(?:\p{Lu}?[\p{Ll}\p{M}]*|[\p{Lu}\p{M}]+|[\p{Lo}\p{M}\p{Nd}\p{P}\p{Lm}\p{Sc}]+)$/u.test(word) &&
  !word.includes('ƒ');
const mixesScripts = (word: string): boolean =>
  /[A-Za-z]/.test(word) && /[^\p{Script=Latin}\p{M}]/u.test(word);

/** Whether a text reads as words: single letters of another script among words of Latin ones are none. */
function readsAsWords(text: string): boolean {
  const words = wordsOf(text);
  if (words.some((word) => mixesScripts(word) || !isWord(word))) return false;
  const isLone = words.every((word) => word.length === 1 && !/\p{Script=Latin}/u.test(word));
  return !isLone || !/[A-Za-z]{2}/.test(text);
}

/** Languages that have rare letters where others have frequent ones: their reading has to be clearly ahead. */
const rare: ReadonlyMap<string, number> = new Map([
  ['is', 0.75],
  ['cy', 0.75],
  ['ga', 0.75],
  ['lv', 0.85],
  ['vi', 0.5],
]);
/** Most mail is of the west; that counts for the more, the fewer letters tell. */
const westernLead = 0.5;
/** What a language gains by being named. */
const named = 3;

interface Clues {
  /** The language (ISO 639) that the mail or its page names. */
  hint: string | null;
  /** Bytes beyond ASCII. */
  foreign: number;
}

function weigh({ encoding, confidence, language }: Guess, { hint, foreign }: Clues): number {
  if (language !== null && language === hint) return confidence * named;
  const isWestern = encoding.toLowerCase() === 'windows-1252';
  return confidence * (rare.get(language ?? '') ?? (isWestern ? 1 + westernLead / foreign : 1));
}

/** Vietnamese has its tones as marks of their own in its charset; no language of Central Europe has a ç. */
function isOfCharset(encoding: string, text: string): boolean {
  if (/1258$/.test(encoding)) return /[\u0300\u0301\u0303\u0309\u0323]/.test(text);
  return !/(?:1250|8859-2)$/.test(encoding) || !/[çÇ]/.test(text);
}

/** What the detector thinks of a charset. */
interface Guess {
  encoding: string;
  confidence: number;
  language: string | null;
}

/** Charsets in which a text may be, likeliest first. */
function guessesOf(sample: Buffer, hint: string | null): Guess[] {
  const foreign = Math.max(1, sample.filter((byte) => byte >= 0x80).length);
  return chardet
    .detectAll(sample, { includeEncodings: [...charsetsOfMail], ignoreThreshold: true })
    .flatMap(({ encoding, confidence, language }) =>
      encoding === null || confidence <= 0 ? [] : [{ encoding, confidence, language }],
    )
    .map((guess) => ({ guess, weight: weigh(guess, { hint, foreign }) }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ guess }) => guess);
}

/** Candidates that are looked at: the right one is among the first. */
const mostRead = 8;

/**
 * The charset of a text that names none, told from its bytes; `hint` is the language (ISO 639) that its mail or page names.
 * Null where it reads as nothing.
 */
export function detectCharset(bytes: Uint8Array, hint: string | null): string | null {
  const sample = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, sampleBytes));
  const ofOrder = charsetByOrder(sample);
  if (ofOrder !== null) return ofOrder;
  const found = guessesOf(sample, hint)
    .slice(0, mostRead)
    .find(({ encoding }) => {
      const text = iconv.decode(sample, encoding);
      return isOfCharset(encoding, text) && readsAsWords(text);
    });
  return found?.encoding.toLowerCase() ?? null;
}
