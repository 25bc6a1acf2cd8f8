import type { Link } from '../../../../src/contract/message.js';
import { isWebUrl } from '../../../words/link-words.js';

/** A piece of a text: words, or a URL that the mail has as a link. */
export interface TextPart {
  text: string;
  link: Link | null;
}

const candidate = /(?:https?:\/\/|www\.)[^\s<>"]+/gi;

/** Where a URL leads as it stands in a text: one without a scheme by http. */
export const targetOf = (url: string): string => (/^www\./i.test(url) ? `http://${url}` : url);

/** In a longer text, or URL, links are not looked for: it would take longer than it helps. */
const maxText = 500_000;
const maxUrl = 4000;

/** What the emulator adds for Google Analytics to the links of the html alone: a text has them without. */
const utm = /(?:[?&]utm_source=maildrone)?(?:[?&]utm_medium=email)?(?:[?&]utm_campaign=[^?&#]*)?(?=#|$)/;

/** How a link may stand in a text, most like it first; what ends a URL there, such as `<`, ends it here too. */
function formsOf({ url, tracked_url }: Link): string[] {
  const whole = [url, tracked_url ?? '', url.replace(utm, '')].filter(isWebUrl);
  return [...whole, ...whole.map((form) => form.match(candidate)?.[0] ?? '')];
}

/** Splits a text at the links that the mail has; joined, the parts are the text again. */
export function textPartsOf(text: string, links: readonly Link[]): TextPart[] {
  if (text.length > maxText) return [{ text, link: null }];
  const known = new Map<string, Link>();
  // A form that is a link of its own is that link.
  for (const link of links) for (const form of formsOf(link)) if (!known.has(form)) known.set(form, link);
  for (const link of links) if (isWebUrl(link.url)) known.set(link.url, link);
  const parts: TextPart[] = [];
  let end = 0;
  for (const { index, 0: found } of text.matchAll(candidate)) {
    // The punctuation after a URL is no part of it: the server has found where it ends.
    let url = found.slice(0, maxUrl);
    while (url !== '' && !known.has(targetOf(url))) url = url.slice(0, -1);
    const link = known.get(targetOf(url));
    if (!link) continue;
    if (index > end) parts.push({ text: text.slice(end, index), link: null });
    parts.push({ text: url, link });
    end = index + url.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), link: null });
  return parts;
}
