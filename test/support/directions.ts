import type { Page } from 'playwright-core';

/** A text with an override that it does not end: Hebrew letters, then what is read backwards up to the last mark. */
export const turned = (word: string): string => `אבג \u202eZq${word}qZ`;

/** The turned texts of a page, and the places where one moves what stands beside it. */
export interface Directions {
  words: string[];
  faults: string[];
}

/** Looks at every text that is seen, title, value and option of a page. Runs in the page, and so has all that it needs within. */
function look(): Directions {
  const whole = /(?:https?:\/\/[\w.:]+\/\??)?אבג \u202eZq([\w ]*)qZ/gu;
  const isolated = /\u2068[^\u2066-\u2069]*\u2069/gu;
  const found: Directions = { words: [], faults: [] };
  const isMarked = (text: string | null): text is string => text !== null && text.includes('\u202eZq');
  const isApart = (element: Element): boolean =>
    element.tagName === 'BDI' ||
    element.getAttribute('dir') === 'auto' ||
    /isolate|plaintext/.test(getComputedStyle(element).unicodeBidi);
  /** Whether letters of ours stand beside a text of a user, with nothing between them. */
  const isMixed = (text: string): boolean => {
    const bare = text.replace(isolated, '');
    return isMarked(bare) && /\p{L}/u.test(bare.replace(whole, ''));
  };
  /** The text of an element without that of the elements within it that stand apart. */
  const ownText = (element: Element): string =>
    Array.from(element.childNodes, (node) =>
      node instanceof Element ? (isApart(node) ? '' : ownText(node)) : (node.textContent ?? ''),
    ).join('');
  const holderOf = (element: Element | null): Element | null =>
    element === null || isApart(element) ? element : holderOf(element.parentElement);
  const judge = (where: string, text: string, isFault: boolean) => {
    found.words.push(...Array.from(text.matchAll(whole), ([, word = '']) => word));
    if (isFault) found.faults.push(`${where}: ${text.slice(0, 120)}`);
  };
  // An override ends with its line: code has lines of its own, and the value of a header field is one.
  const areLines = 'pre, .code, .raw, table.headers td';
  const isHeld = (element: Element, text: string): boolean => {
    const holder = holderOf(element);
    if (holder === null) return !isMarked(text.replace(isolated, ''));
    return element.closest(areLines) !== null || !isMixed(ownText(holder));
  };
  for (const element of document.querySelectorAll('body *')) {
    const name = `${element.tagName.toLowerCase()}.${element.className.toString()}`;
    const title = element.getAttribute('title');
    if (isMarked(title)) judge(`title of ${name}`, title, isMixed(title));
    if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      if (isMarked(element.value)) judge(`value of ${name}`, element.value, element.dir !== 'auto');
      continue;
    }
    // Words for screen readers alone are heard in their order.
    if (element.closest('.hidden') !== null) continue;
    for (const node of element.childNodes) {
      const text = node.nodeType === Node.TEXT_NODE ? node.textContent : null;
      if (isMarked(text)) judge(`text of ${name}`, text, !isHeld(element, text));
    }
  }
  if (isMarked(document.title)) judge('title', document.title, isMixed(document.title));
  return found;
}

export const directionsOf = (page: Page): Promise<Directions> => page.evaluate(look);
