import { Parser } from 'htmlparser2';
import { deepestTag, silent } from './to-text.js';
import type { StyleRules } from './style-rules.js';
import { createVisibility, visibilityOfRoot } from './visibility.js';
import type { Visibility } from './look.js';

/** Text in these is no running text, or is a link already. */
const passedOver = new Set([...silent, 'a', 'textarea']);
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
const isApart = (name: string, { flow }: Visibility): boolean => !withinWords.has(name) || flow !== 'byName';
/** The running text of a page outside of its anchors, as far as it is seen, for what a reader makes a link of. */
export function textOutsideAnchors(html: string, rules: StyleRules): string {
  const pieces: string[] = [];
  const open: Visibility[] = [];
  const visibilityIn = createVisibility(rules);
  const root = visibilityOfRoot(visibilityIn);
  const top = (): Visibility => open.at(-1) ?? root;
  let passed = 0;
  const parser = new Parser({
    onopentag(name, attributes) {
      if (open.length >= deepestTag) parser.pause();
      const visibility = visibilityIn({ name, attributes }, top());
      open.push(visibility);
      if (passedOver.has(name)) passed += 1;
      if (isApart(name, visibility)) pieces.push(' ');
    },
    ontext(text) {
      if (passed === 0 && top().isSeen) pieces.push(text);
    },
    onclosetag(name) {
      const visibility = open.pop() ?? root;
      if (passedOver.has(name)) passed = Math.max(0, passed - 1);
      if (isApart(name, visibility)) pieces.push(' ');
    },
  });
  parser.write(html);
  parser.end();
  return pieces.join('');
}
