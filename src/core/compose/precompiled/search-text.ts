import { folded } from '../../../contract/text/folding.js';
import type { SearchedText } from '../../messages/search-text.js';
import type { BloomHasher } from '../../ports/ports.js';
import type { PrecompiledText } from './template.js';

/** Folded text, of which only the values are to come. */
interface PrecompiledSearchText {
  /** Puts values in their places, behind a head that is yet to come; null where one changes more than its own place. */
  values(values: readonly string[]): ((head: string) => SearchedText) | null;
}

/** A filter knows runs of up to four characters: a value changes those that begin so far before it or end so far behind. */
const reach = 3;

/** How much around a value decides those runs: one more where two spaces meet and become one. */
const around = reach + 1;
/** What joins with the character before it in NFC: marks, and the vowels and ends of Hangul, perhaps behind what is left out. */
const joining = /^\p{Cf}*[\p{M}\u1160-\u11ff]/u;

/** Occurrences of values that stand among the same characters as one before: their runs are known. */
function findRepeated(texts: readonly string[], holes: readonly number[]): boolean[] {
  const seen = new Set<string>();
  return holes.map((slot, index) => {
    const [before = '', after = ''] = [texts[index], texts[index + 1]];
    if (before.length < around || after.length < around) return false;
    const key = `${before.slice(-around)}\0${slot}\0${after.slice(0, around)}`;
    const known = seen.has(key);
    seen.add(key);
    return known;
  });
}

/** Texts one below the other, with the values of each behind those of the one before. */
export function joinTexts(parts: readonly { text: PrecompiledText; firstValue: number }[]): PrecompiledText {
  const texts: string[] = [];
  const holes: number[] = [];
  for (const { text, firstValue } of parts) {
    const [first = '', ...more] = text.texts;
    texts.push(texts.length === 0 ? first : `${texts.pop() ?? ''}\n${first}`);
    for (const following of more) texts.push(following);
    for (const slot of text.holes) holes.push(slot + firstValue);
  }
  return { texts, holes };
}

/** Prepares a text; null where it must be looked at as a whole. */
export function precompileSearchText(
  { texts, holes }: PrecompiledText,
  bloomHasher: BloomHasher | null,
): PrecompiledSearchText | null {
  if (texts.some((text, index) => index > 0 && joining.test(text))) return null;
  const fixed = texts.map((text) => folded(text));
  const isKnown = findRepeated(fixed, holes);
  const sign = bloomHasher?.precomputed(fixed) ?? null;

  return {
    values(values) {
      if (values.some((value) => joining.test(value))) return null;
      const shown = values.map((value) => folded(value));
      return (head) => searched(head, shown);
    },
  };

  function searched(head: string, shown: readonly string[]): SearchedText {
    // Where the runs are that the fixed texts do not have: from, to, from, to, …
    const fresh = [0, head.length + reach];
    const text = createSplice(head);
    text.add(fixed[0] ?? '');
    for (let index = 0; index < holes.length; index += 1) {
      const from = text.length();
      text.add(shown[holes[index] as number] ?? '');
      if (!isKnown[index]) fresh.push(from - reach, text.length() + reach);
      text.add(fixed[index + 1] ?? '');
    }
    return { text: text.whole(), filter: sign?.(text.whole(), fresh) ?? null };
  }
}

/** Texts one behind the other; two spaces that meet become one. */
function createSplice(head: string) {
  let text = head;
  let endsInSpace = false;
  return {
    add(next: string) {
      if (next === '') return;
      text += endsInSpace && next.startsWith(' ') ? next.slice(1) : next;
      endsInSpace = next.endsWith(' ');
    },
    length: () => text.length,
    whole: () => text,
  };
}
