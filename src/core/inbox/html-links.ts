import { Parser } from 'htmlparser2';
import { scanHtml } from '../html/scan.js';
import { textOfHtml } from '../html/to-text.js';
import { isFollowed } from '../tracking/rewrite-html.js';
import { linksOfText } from './text-links.js';
import type { FoundLink } from './text-links.js';

/** A label that is longer is cut; most of it is markup. */
const longestLabel = 10_000;

/** Every http(s) link of a page with the text that it has there. */
export function linksOf(html: string): FoundLink[] {
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
    return [{ url: value, text: textOfHtml(label) }];
  });
}

/** Text in these is no running text, or is a link already. */
const passedOver = new Set(['a', 'head', 'style', 'script', 'title', 'noscript', 'template', 'textarea']);
/** Elements that stand within a word. */
const withinWords = new Set([
  'b',
  'i',
  'u',
  'em',
  'strong',
  'span',
  'font',
  'small',
  'wbr',
  'mark',
  'code',
  'tt',
]);
/** Tags within tags beyond which no reader follows. */
const deepest = 10_000;

/** The http(s) links that stand as text in a page, outside of its anchors: mail clients let people follow them. */
export function linksInTextOf(html: string): FoundLink[] {
  if (!/https?:\/\//i.test(html)) return [];
  const pieces: string[] = [];
  let [depth, passed] = [0, 0];
  const parser = new Parser({
    onopentag(name) {
      depth += 1;
      if (depth > deepest) parser.pause();
      if (passedOver.has(name)) passed += 1;
      if (!withinWords.has(name)) pieces.push(' ');
    },
    ontext(text) {
      if (passed === 0) pieces.push(text);
    },
    onclosetag(name) {
      depth -= 1;
      if (passedOver.has(name)) passed = Math.max(0, passed - 1);
      if (!withinWords.has(name)) pieces.push(' ');
    },
  });
  parser.write(html);
  parser.end();
  return linksOfText(pieces.join(''));
}
