/** White space that is not one blank already: most is, and a replacement for each would be the larger part of the cost. */
const blanks = /[^\S ]\s*| \s+/g;

/** Places where a word may be broken, and marks of direction: nobody sees them, nor types them into a search. */
const unseen = /[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]+/g;

const beyondAscii = /[^\0-\x7f]/;

/** Text in NFC without what cannot be seen, with each run of white space as one space: alike however it was typed. */
const singleSpaced = (text: string): string => text.replace(unseen, '').normalize().replace(blanks, ' ');

/** Small letters that differ from those of their capitals (ς, ß, ligatures), and marks that NFC left alone. Few texts have any. */
const unlike = /[µßŉſǰ\u0300-\u036fΐΰςϐ-ϖϰ-ϵևı\u1c80-\u1c88ẖ-ẟ\u1f50-\u1fff\ufb00-\ufb17]/;

/**
 * A small letter by its capital, so that no letter depends on those around it: σ and ς, ß and ss, i and ı are alike. Not by the
 * capital alone: most small letters are what a text has.
 */
function foldCase(text: string): string {
  const small = text.toLowerCase();
  if (!unlike.test(small)) return small;
  return small.toUpperCase().toLowerCase().replaceAll('ς', 'σ').replaceAll('i\u0307', 'i').normalize();
}

/**
 * Text as it is compared, everywhere: without regard to case, to the form of accents (NFC), to the kind of blanks and to what
 * cannot be seen. Of pieces it makes those of the whole, but where one begins with a mark or a blank. Texts on disk are folded:
 * a change of this needs another `magic` in `src/store/search/text-format.ts`.
 */
export const folded = (text: string): string =>
  // Most mail is ASCII, which has neither accents nor what cannot be seen.
  beyondAscii.test(text) ? foldCase(singleSpaced(text)) : text.toLowerCase().replace(blanks, ' ');
