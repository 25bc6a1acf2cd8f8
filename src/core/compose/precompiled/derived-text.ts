import { formOfLink } from '../../html/anchors.js';
import { readHtml } from '../../html/to-text.js';
import { render } from './template.js';
import type { PrecompiledTemplate, PrecompiledText } from './template.js';

/** The words of a page of which only the values are still to come. */
export interface PrecompiledWords {
  text: PrecompiledText;
  preheader: PrecompiledText;
  hidden: PrecompiledText;
  /**
   * The values as they stand in these words: the plain ones of the template, and behind them what links with values lead to.
   * Null where the words of the filled page are others.
   */
  values(plain: readonly string[]): readonly string[] | null;
}

// Stand for a value while the page is read: characters of the private area, taken for letters.
const [opening, closing] = ['\ue000', '\ue001'];
const mark = /\ue000(\d+)\ue001/;
const anyMark = /[\ue000\ue001]/;

/** A value that is a word or words with single blanks between them: html folds no blank of it, and none around it. */
const plainWords = /^[^\s\u00ad\u034f\u115f\u180e\u200b-\u200d\u2060\u3164\ufeff\ue000\ue001]+$/;
const isPlain = (value: string): boolean => value.split(' ').every((word) => plainWords.test(word));
const blank = /[\s\u00ad\u034f\u115f\u180e\u2000-\u200d\u2060\u3164\ufeff]/;

function cut(text: string): PrecompiledText {
  const pieces = text.split(mark);
  return {
    texts: pieces.filter((_, index) => index % 2 === 0),
    holes: pieces.filter((_, index) => index % 2 === 1).map(Number),
  };
}

/** Values between two blanks, or at the edge of a row: without them the blanks are others. */
function neededIn({ texts, holes }: PrecompiledText): number[] {
  const isOpen = (character: string | undefined) => character === undefined || blank.test(character);
  return holes.filter((_, index) => isOpen(texts[index]?.at(-1)) && isOpen(texts[index + 1]?.[0]));
}

/** A link with values in its label or its target. */
interface PersonalLink {
  label: PrecompiledText;
  href: PrecompiledText;
  form: string;
  /** Whether its target is not that of the page. */
  isLedElsewhere: boolean;
}

/** The targets that are told for each mail by itself: numbers of values, by the target with the marks of its values. */
function createTargets(count: number, targetOf: (href: string) => string) {
  const hrefs = new Map<string, PrecompiledText>();
  const places = new Map<string, string>();
  return {
    /** What stands in the words in the place of a target. */
    placeOf(href: string): string {
      if (!anyMark.test(href) || !/^(?:\ue000|https?:)/i.test(href)) return targetOf(href);
      const known = places.get(href) ?? `${opening}${count + places.size}${closing}`;
      places.set(href, known);
      hrefs.set(href, cut(href));
      return known;
    },
    holes: () => [...hrefs.values()].flatMap(({ holes }) => holes),
    values: (plain: readonly string[]) => Array.from(hrefs.values(), (href) => targetOf(render(href, plain))),
  };
}

/**
 * Reads a page once for all mails of a campaign; null where a value could change how it is read. `targetOf` says what the text
 * has in the place of a link's target; left out, it is the target.
 */
export function precompileWords(
  { texts, holes, count }: PrecompiledTemplate,
  targetOf?: (href: string) => string,
): PrecompiledWords | null {
  if (texts.some((text) => anyMark.test(text))) return null;
  const marks = holes.map((slot) => `${opening}${slot}${closing}`);
  const links: PersonalLink[] = [];
  const targets = targetOf && createTargets(count, targetOf);
  let isDecided = true;
  const words = readHtml(render({ texts, holes: holes.map((_, index) => index) }, marks), {
    targetOf: targets?.placeOf,
    watch: {
      onLink(label, href) {
        if (!anyMark.test(label + href)) return;
        const isLedElsewhere = (targets?.placeOf(href) ?? href) !== href;
        links.push({ label: cut(label), href: cut(href), form: formOfLink(label, href), isLedElsewhere });
      },
      onDecisive(source) {
        isDecided &&= !anyMark.test(source);
      },
    },
  });
  if (!isDecided) return null;
  const parts = { text: cut(words.text), preheader: cut(words.preheader), hidden: cut(words.hidden) };
  const all = Object.values(parts);
  const used = new Set([...all.flatMap((part) => part.holes), ...(targets?.holes() ?? [])]);
  const needed = new Set(all.flatMap(neededIn));
  const isWord = (slot: number, value: string): boolean =>
    value === '' ? !needed.has(slot) : isPlain(value);

  /** Whether a link stands in the words as it would in those of the filled page. */
  function isSame({ label, href, form, isLedElsewhere }: PersonalLink, plain: readonly string[]): boolean {
    const given = render(href, plain);
    if (formOfLink(render(label, plain), given) !== form) return false;
    // A target takes the place of a label like it only where it is another one.
    return form !== 'label' || ((targetOf?.(given) ?? given) === given) !== isLedElsewhere;
  }

  return {
    ...parts,
    values(plain) {
      const values = targets ? [...plain, ...targets.values(plain)] : plain;
      for (const slot of used) if (!isWord(slot, values[slot] ?? '')) return null;
      return links.every((link) => isSame(link, plain)) ? values : null;
    },
  };
}
