import { describe, expect, it } from 'vitest';
import { htmlPieces, newsletters } from '../../../test/corpus/html-pieces.js';
import type { HtmlPiece } from '../../../test/corpus/html-pieces.js';
import { trackHtml } from './rewrite-html.js';

const pixelUrl = 'https://p.test/?a=1&b=2';
const pixel = '<img src="https://p.test/?a=1&amp;b=2" width="1" height="1" alt="" style="display:none">';
const target = /«([^»]*)»/g;

const sourceOf = ({ marked }: HtmlPiece): string => marked.replace(/[«»¦]/g, '');
const urlsOf = ({ marked, urls }: HtmlPiece): string[] =>
  urls ?? [...marked.matchAll(target)].map(([, url = '']) => url);

/** The page as it must become: each target replaced where it stands, and nothing else. */
function expectedOf({ marked }: HtmlPiece): string {
  let number = 0;
  return marked
    .replace(target, (_whole, _url, at: number) => {
      const url = `https://t.test/${number++}`;
      return /["']/.test(marked[at - 1] ?? '') ? url : `"${url}"`;
    })
    .replace('¦', pixel);
}

function tracked(html: string, withPixel: boolean) {
  const asked: string[] = [];
  const rewrite = (url: string) => `https://t.test/${asked.push(url) - 1}`;
  return { html: trackHtml(html, { rewrite, pixel: withPixel ? pixelUrl : null }), asked };
}

describe('tracking', () => {
  it.each(htmlPieces)('of $what changes its targets and nothing else', (piece) => {
    const { html, asked } = tracked(sourceOf(piece), false);
    expect(asked).toEqual(urlsOf(piece));
    expect(html).toBe(expectedOf(piece));
  });

  it.each(newsletters)('of $what changes its targets, adds the pixel, and nothing else', (page) => {
    const { html, asked } = tracked(sourceOf(page), true);
    expect(asked).toEqual(urlsOf(page));
    expect(html).toBe(expectedOf(page));
  });

  it('taken back gives every page byte for byte, whatever stands next to what', () => {
    let state = 7;
    const below = (limit: number): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const pick = (): HtmlPiece => htmlPieces[below(htmlPieces.length)] ?? { what: '', marked: '' };
    let links = 0;
    for (let round = 0; round < 2000; round += 1) {
      const pieces = Array.from({ length: below(12) }, pick);
      const page = { what: '', marked: `<body>${pieces.map(({ marked }) => marked).join('')}¦</body>` };
      const { html, asked } = tracked(sourceOf(page), true);
      expect(asked).toEqual(pieces.flatMap(urlsOf));
      expect(html).toBe(expectedOf(page));
      // Taken back: what was put in, in order, gives way to what stood there.
      const raw = [...page.marked.matchAll(target)].map(([, url = '']) => url);
      const bare = [...page.marked.matchAll(target)].map(
        ({ index }) => !/["']/.test(page.marked[index - 1] ?? ''),
      );
      const back = asked.reduce(
        (text, _url, index) => {
          const put = `https://t.test/${index}`;
          return text.replace(bare[index] ? `"${put}"` : put, () => raw[index] ?? '');
        },
        html.replace(pixel, ''),
      );
      expect(back).toBe(sourceOf(page));
      links += asked.length;
    }
    expect(links).toBeGreaterThan(5000);
  });

  it('leaves pages that are cut anywhere as they are, but for whole targets', () => {
    for (const page of newsletters.slice(0, 2)) {
      const source = sourceOf(page);
      for (let end = 0; end < source.length; end += 7) {
        const cut = source.slice(0, end);
        const { html, asked } = tracked(cut, false);
        const all = urlsOf(page);
        // A cut may shorten the last target; those before it are whole.
        expect(all.slice(0, Math.max(0, asked.length - 1))).toEqual(asked.slice(0, -1));
        expect(asked.length).toBeLessThanOrEqual(all.length);
        if (asked.length === 0) expect(html).toBe(cut);
      }
    }
  });
});
