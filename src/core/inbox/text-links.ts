/** A link as it stands in a mail, with the text that it has there. */
export interface FoundLink {
  url: string;
  text: string;
}

// Invisible marks and the punctuation of other scripts end a URL as a blank does: 「https://…」, https://…。, «https://…».
const invisible = '\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff';
const foreignStops =
  '\u2026\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f\uff61\uff64\u061b\u061f\u060c\u06d4\u0964\u0965\u1362\u104b';
const address = new RegExp(
  `\\bhttps?:\\/\\/(?:(?![\\p{Ps}\\p{Pe}\\p{Pi}\\p{Pf}])[^\\s<>"'\`|\\\\^{}\\u0000-\\u001f\\u007f${invisible}${foreignStops}]|[()[\\]])+`,
  'giu',
);
/** A longer one is nobody's link. */
const longest = 64 * 1024;

/** Where a URL in running text ends: before the punctuation of the sentence, and before a bracket that it did not open. */
function trimUrl(url: string): string {
  const count = (mark: string) => url.split(mark).length - 1;
  let unopened = count(')') - count('(');
  let end = url.length;
  for (; end > 0; end -= 1) {
    const last = url[end - 1] ?? '';
    const isStray = /[.,;:!?*_~\]]/.test(last) || (last === ')' && unopened > 0);
    if (!isStray) break;
    if (last === ')') unopened -= 1;
  }
  return url.slice(0, end);
}

/** The http(s) links of running text, in order, each once. */
export function linksOfText(text: string): FoundLink[] {
  const links = new Map<string, FoundLink>();
  for (const [found] of text.matchAll(address)) {
    if (found.length > longest) continue;
    const url = trimUrl(found);
    if (!links.has(url) && URL.canParse(url)) links.set(url, { url, text: url });
  }
  return [...links.values()];
}
