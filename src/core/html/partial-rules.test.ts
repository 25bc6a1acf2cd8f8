import { describe, expect, it } from 'vitest';
import { textOfHtml } from './to-text.js';

/** Selectors that ask for more than their names: some mean the element, some another one, or it at another moment. */
const selectors: readonly string[] = [
  '.pre:hover',
  'a.none, .pre:focus',
  '.pre:visited',
  '.pre::before',
  '.pre::selection',
  '.pre:first-child',
  '.pre:nth-child(7)',
  '.pre:not(.x)',
  '.out + .pre',
  '.out ~ .pre',
];
const hiding: readonly string[] = [
  'display:none',
  'visibility:hidden',
  'color:#fff',
  'color:transparent',
  'opacity:0',
  'font-size:0',
  'font:0/0 a',
  'text-indent:-9999px',
  'height:0;overflow:hidden',
  'max-height:0;overflow:hidden',
  'position:absolute;left:-9999px',
  'position:absolute;clip:rect(0,0,0,0)',
];
const revealing: readonly (readonly [hidden: string, reveal: string])[] = [
  ['display:none', 'display:block'],
  ['visibility:hidden', 'visibility:visible'],
  ['color:#fff', 'color:#000'],
  ['opacity:0', 'opacity:1'],
  ['font-size:0', 'font:14px a'],
  ['text-indent:-9999px', 'text-indent:0'],
  ['max-height:0;overflow:hidden', 'max-height:none'],
  ['height:0;overflow:hidden', 'overflow:visible'],
  ['position:absolute;left:-9999px', 'left:0'],
  ['position:absolute;left:-9999px', 'position:static'],
  ['position:absolute;clip:rect(0,0,0,0)', 'clip:auto'],
];

describe('a rule of which it is not known whom it means', () => {
  it.each(selectors.flatMap((selector) => hiding.map((style) => `${selector}{${style}}`)))(
    'hides nothing: %s',
    (rule) => {
      expect(textOfHtml(`<style>${rule}</style><p class=pre>Pre</p>`)).toBe('Pre');
    },
  );
  it.each(selectors.flatMap((selector) => revealing.map((each) => [selector, ...each] as const)))(
    'may show: %s, %s, %s',
    (selector, hidden, reveal) => {
      const css = `.pre{${hidden}}${selector}{${reveal}}`;
      expect(textOfHtml(`<style>${css}</style><p class=pre>Pre</p>`)).toBe('Pre');
    },
  );
  it('leaves what is hidden so', () => {
    const css = '.pre{color:#fff;opacity:0}.pre:hover{color:#000;opacity:0}';
    expect(textOfHtml(`<style>${css}</style><p class=pre>Pre</p>`)).toBe('');
  });
});
