import { formOfLink } from '../../html/anchors.js';
import { readHtml } from '../../html/to-text.js';
import { render } from './template.js';
import type { PrecompiledText } from './template.js';

/** The words of a page of which only the values are still to come. */
export interface PrecompiledWords {
  text: PrecompiledText;
  preheader: PrecompiledText;
  hidden: PrecompiledText;
  /** Whether the words of the filled page are these with the values in their places. */
  fit(values: readonly string[]): boolean;
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

/** Reads a page once for all mails of a campaign; null where a value could change how it is read. */
export function precompileWords({ texts, holes }: PrecompiledText): PrecompiledWords | null {
  if (texts.some((text) => anyMark.test(text))) return null;
  const marks = holes.map((slot) => `${opening}${slot}${closing}`);
  const links: { label: PrecompiledText; href: PrecompiledText; form: string }[] = [];
  let isDecided = true;
  const words = readHtml(render({ texts, holes: holes.map((_, index) => index) }, marks), {
    watch: {
      onLink(label, href) {
        if (!anyMark.test(label + href)) return;
        links.push({ label: cut(label), href: cut(href), form: formOfLink(label, href) });
      },
      onDecisive(source) {
        isDecided &&= !anyMark.test(source);
      },
    },
  });
  if (!isDecided) return null;
  const parts = { text: cut(words.text), preheader: cut(words.preheader), hidden: cut(words.hidden) };
  const all = Object.values(parts);
  const used = new Set(all.flatMap((part) => part.holes));
  const needed = new Set(all.flatMap(neededIn));
  const isWord = (slot: number, value: string): boolean =>
    value === '' ? !needed.has(slot) : isPlain(value);

  return {
    ...parts,
    fit(values) {
      for (const slot of used) if (!isWord(slot, values[slot] ?? '')) return false;
      return links.every(
        ({ label, href, form }) => formOfLink(render(label, values), render(href, values)) === form,
      );
    },
  };
}
