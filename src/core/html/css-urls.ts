/** A URL in a style, without its quotes: where it stands, and what it means. */
export interface CssUrl {
  start: number;
  end: number;
  url: string;
}

// Nobody's id is longer, and so a quote that is never closed costs little.
const quoted = `"((?:\\\\[\\s\\S]|[^"\\\\\\n]){0,2000})"|'((?:\\\\[\\s\\S]|[^'\\\\\\n]){0,2000})'`;
const bare = `((?:\\\\[\\da-f]{1,6}\\s?|\\\\[^\\n]|[^\\s"'()\\\\]){0,2000})`;
const urlFunction = new RegExp(`url\\(\\s{0,100}(?:${quoted}|${bare})\\s{0,100}\\)`, 'gi');
/** Sets of images name theirs as texts too (CSS Images 4, 2.4). */
const imageSet = /image-set\((?:"[^"\n]*"|'[^'\n]*'|url\([^()]*\)|\w+\([^()]*\)|[^()"']){0,200}\)/gi;
const textToken = new RegExp(quoted, 'g');
const escaped = /\\(?:([\da-f]{1,6})(?:\r\n|\s)?|(\r\n|[\s\S]))/gi;

/** Without escapes (CSS Syntax 3, 4.3.7); one before a line end means nothing. */
export const unescapeCss = (text: string): string =>
  text.includes('\\')
    ? text.replace(escaped, (_sign, hex: string | undefined, character: string | undefined = '') =>
        hex === undefined
          ? /[\r\n\f]/.test(character)
            ? ''
            : character
          : String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff)),
      )
    : text;

function urlsBy(pattern: RegExp, css: string, from = 0): CssUrl[] {
  return Array.from(css.matchAll(pattern), ({ 0: whole, 1: one, 2: two, 3: three, index }) => {
    const url = one ?? two ?? three ?? '';
    // Nothing but quotes, blanks and a bracket stands behind it.
    const start = from + index + whole.lastIndexOf(url);
    return { start, end: start + url.length, url: unescapeCss(url) };
  });
}

/** The URLs that a style loads, in order: `url(…)`, and the texts of sets of images. */
export function cssUrls(css: string): CssUrl[] {
  const found = urlsBy(urlFunction, css);
  if (!/image-set/i.test(css)) return found;
  const known = new Set(found.map(({ start }) => start));
  const inSets = Array.from(css.matchAll(imageSet), (set) => urlsBy(textToken, set[0], set.index)).flat();
  return [...found, ...inSets.filter(({ start }) => !known.has(start))].sort((a, b) => a.start - b.start);
}
