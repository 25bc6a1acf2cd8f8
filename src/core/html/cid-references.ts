import { bareUrl } from './bare-url.js';
import { cssUrls } from './css-urls.js';
import { decodeSource } from './decoded-source.js';
import { readTags } from './read-tags.js';

/** Where html names a part of its mail: a stretch of the source, and the id that it means (RFC 2392). */
export interface CidReference {
  start: number;
  end: number;
  id: string;
  /** The id without anything decoded, as some programs write it. */
  written: string;
  /** Whether the stretch is a whole attribute value without quotes. */
  bare: boolean;
}

const urlAttributes = new Set([
  'src',
  'href',
  'background',
  'poster',
  'data',
  'xlink:href',
  'lowsrc',
  'dynsrc',
]);
const setAttributes = new Set(['srcset', 'imagesrcset']);
const ofScheme = /^cid:/i;

/** A stretch of a text, and the URL that it means there. */
interface FoundUrl {
  start: number;
  end: number;
  url: string;
}

/** The URLs of a set of images: each up to the next blank, without the commas at its end (HTML, 4.8.4.3.10). */
function candidatesOf(set: string): FoundUrl[] {
  const found: FoundUrl[] = [];
  const token = /[^\s,]\S*/g;
  for (let match = token.exec(set); match; match = token.exec(set)) {
    let end = token.lastIndex;
    while (set[end - 1] === ',') end -= 1;
    found.push({ start: match.index, end, url: set.slice(match.index, end) });
    // A width or a density follows a URL that no comma ends.
    const next = end < token.lastIndex ? end : set.indexOf(',', end);
    token.lastIndex = next < 0 ? set.length : next + 1;
  }
  return found;
}
const wholeOf = (text: string): FoundUrl[] => [{ start: 0, end: text.length, url: text }];

/** Percent signs that mean nothing stay as they are. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** How the URLs of an attribute stand in it; null for one that loads nothing. */
function readerOf(name: string): ((text: string) => FoundUrl[]) | null {
  if (urlAttributes.has(name)) return wholeOf;
  if (setAttributes.has(name)) return candidatesOf;
  return name === 'style' ? cssUrls : null;
}

/** Whether something in a page could be such a URL, however it is written. */
const mayHold = /c\s*i\s*d[\s:&\\]|&(?:#|tab;|newline;)|\\/i;

/** Finds each place where html loads a part of its mail: URL attributes, sets of images, `url(…)` in styles. Text is no such place. */
export function cidReferences(html: string): CidReference[] {
  const found: CidReference[] = [];
  if (!mayHold.test(html)) return found;
  function add(from: number, to: number, read: (text: string) => FoundUrl[], bare = false) {
    const { text, placeOf } = decodeSource(html.slice(from, to));
    for (const { start, end, url } of read(text)) {
      const named = bareUrl(url);
      if (!ofScheme.test(named)) continue;
      const written = named.slice('cid:'.length);
      found.push({
        start: from + placeOf(start),
        end: from + placeOf(end),
        id: decoded(written),
        written,
        bare,
      });
    }
  }
  readTags(html, {
    attribute({ name, start, end, quote }) {
      const read = start < 0 ? null : readerOf(name);
      if (read !== null) add(start, end, read, quote === 'bare' && read === wholeOf);
    },
    text(start, end, tag) {
      if (tag === 'style') add(start, end, cssUrls);
    },
  });
  return found.sort((a, b) => a.start - b.start);
}
