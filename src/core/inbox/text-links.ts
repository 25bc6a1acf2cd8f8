import { parseUrl } from '../../contract/web/parse-url.js';

/** A link as it stands in a mail, with the text that it has there. */
export interface FoundLink {
  url: string;
  text: string;
}

// Invisible marks and the punctuation of other scripts end a URL as a blank does: 「https://…」, https://…。, «https://…».
const invisible = '\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff';
const foreignStops =
  '\u2026\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f\uff61\uff64\u061b\u061f\u060c\u06d4\u0964\u0965\u1362\u104b';
/** A domain that is written without a scheme: readers open `www.…` by http. */
const bareDomain = 'www\\.[\\p{L}\\p{N}\\p{M}-]+(?:\\.[\\p{L}\\p{N}\\p{M}-]+)+(?![\\p{L}\\p{N}@])';
// An apostrophe stands within a word, as linkify-it has it; a comma before another address ends the first.
const rest = `(?:(?![,;]https?:\\/\\/)(?![\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}])[^\\s<>"'\`|\\\\^\\u0000-\\u001f\\u007f${invisible}${foreignStops}]|[()[\\]{}]|'(?=[\\p{L}\\p{N}]))`;
const address = new RegExp(
  `(?<![A-Za-z0-9])https?:\\/\\/${rest}+|(?<![A-Za-z0-9./@_-])${bareDomain}(?:[/?#:]${rest}*)?`,
  'giu',
);
/** A longer one is nobody's link. */
const longest = 64 * 1024;

const openerOf: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Where the first bracket stands that the URL did not open itself: it belongs to the text, and so does what follows. */
function unopenedBracket(url: string): number {
  const open: Record<string, number> = { '(': 0, '[': 0, '{': 0 };
  for (let at = 0; at < url.length; at += 1) {
    const mark = url[at] ?? '';
    const opener = openerOf[mark];
    if (mark in open) open[mark] = (open[mark] ?? 0) + 1;
    else if (opener !== undefined) {
      if (open[opener] === 0) return at;
      open[opener] = (open[opener] ?? 0) - 1;
    }
  }
  return url.length;
}

/** What ends a sentence or stands around its words, in any script. */
const stop = /[.,;:!?*_~([{]|(?![\u0000-\u007f])[\p{Po}\p{Pd}\p{Sm}]/u;

/** Where a URL in running text ends: before a bracket that it did not open, and before the punctuation of the sentence. */
function trimUrl(url: string): string {
  let end = unopenedBracket(url);
  while (end > 0 && stop.test(url[end - 1] ?? '')) end -= 1;
  return url.slice(0, end);
}

/** The http(s) links of running text, in order, each once. */
export function linksOfText(text: string): FoundLink[] {
  const links = new Map<string, FoundLink>();
  for (const [found] of text.matchAll(address)) {
    if (found.length > longest) continue;
    const written = trimUrl(found);
    const url = /^www/i.test(written) ? `http://${written}` : written;
    if (!links.has(url) && parseUrl(url)) links.set(url, { url, text: written });
  }
  return [...links.values()];
}

/** A URL, and what a text has of it where it holds what ends a URL there, such as `<`: that is no link of its own. */
export const formsInText = (url: string): string[] => [url, ...linksOfText(url).map((link) => link.url)];
