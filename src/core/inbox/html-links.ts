import { textOutsideAnchors } from '../html/outside-anchors.js';
import { scanHtml } from '../html/scan.js';
import type { StyleRules } from '../html/style-rules.js';
import { readHtml } from '../html/to-text.js';
import { visibleSomewhere } from '../html/look.js';
import { isFollowed } from '../tracking/rewrite-html.js';
import { linksOfText } from './text-links.js';
import type { FoundLink } from './text-links.js';

/** A label that is longer is cut; most of it is markup. */
const longestLabel = 10_000;

/** A page with the rules of its style sheets. */
export interface StyledPage {
  html: string;
  rules: StyleRules;
}

/** Every http(s) link of a page with the text that it has there. */
export function linksOf({ html, rules }: StyledPage): FoundLink[] {
  const { links } = scanHtml(html);
  const closing = /<\/a\s*>/gi;
  let closed = -1;
  return links.flatMap(({ end, value }, index) => {
    if (!isFollowed(value)) return [];
    const opened = html.indexOf('>', end) + 1;
    // Looked for from where the last one was found: a page of links that are never closed is gone through once.
    if (closed < opened) {
      closing.lastIndex = opened;
      closed = closing.exec(html)?.index ?? Infinity;
    }
    // An anchor ends the one before it (HTML, 13.2.6.4.7).
    const next = links[index + 1]?.start ?? html.length;
    const label =
      closed === Infinity ? '' : html.slice(opened, Math.min(closed, next, opened + longestLabel));
    return [{ url: value, text: readHtml(label, { rules, around: visibleSomewhere }).text }];
  });
}

/** The http(s) links that stand as text in a page, outside of its anchors: mail clients let people follow them. */
export const linksInTextOf = ({ html, rules }: StyledPage): FoundLink[] =>
  /https?:\/\/|www\./i.test(html) ? linksOfText(textOutsideAnchors(html, rules)) : [];
