import { describe, expect, it } from 'vitest';
import { readHtml, textOfHtml } from './to-text.js';

const styled = (css: string, style: string) =>
  `<style>.pre{${css}}</style><div class=pre style="${style}">Pre</div>`;
const inline = (style: string, tag = 'div') => `<${tag} style="${style}">Pre</${tag}>`;

/** A shorthand takes the place of what was said before of its parts (CSS Cascade 4, 3). */
const hidden: readonly string[] = [
  inline('font-size:1em;font:0/0 a'),
  inline('font:400 0/0 a', 'span'),
  inline('font:14px a;font-size:0'),
  styled('font:14px a', 'font-size:0'),
  styled('font:0/0 a!important', 'font-size:14px'),
  inline('background:#000;background-color:#fff;color:#fff'),
  styled('background:#000', 'background-color:#fff;color:#fff'),
  '<font color=white bgcolor=black>Pre</font>',
];

const seen: readonly string[] = [
  styled('background-color:#fff', 'background:#06c;color:#fff'),
  styled('background-color:#000', 'background:none;color:#333'),
  inline('background-color:#fff;background:#000;color:#fff'),
  styled('font-size:0', 'font:14px a'),
  ...['bold 12px/1 a', 'small a', 'medium a', 'caption', '700 1rem a'].map((font) =>
    inline(`font-size:0;font:${font}`),
  ),
  '<div style="font-size:0"><b style="font:12px a">Pre</b></div>',
  // No font without a family.
  inline('font:0'),
  // Attributes that mean something of other elements alone.
  ...['color=white', 'text=white', 'bgcolor=black'].flatMap((attribute) =>
    ['div', 'p', 'a', 'a href="#"', 'span', 'h1', 'center'].map(
      (tag) => `<${tag} ${attribute}>Pre</${tag.split(' ', 1)[0] ?? ''}>`,
    ),
  ),
  '<table><tr><td color="#fff">Pre</td></tr></table>',
  // What is within a row is not moved by these.
  ...['transform:scale(0)', 'margin-top:-9999px'].map((style) => inline(style, 'span')),
];

describe('shorthands and attributes of old mail count as in a browser', () => {
  it.each(hidden)('%s is seen by nobody', (html) =>
    expect(readHtml(html)).toMatchObject({ text: '', preheader: 'Pre' }),
  );
  it.each(seen)('%s is seen', (html) => expect(textOfHtml(html)).toBe('Pre'));
});
