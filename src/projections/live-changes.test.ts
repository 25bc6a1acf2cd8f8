import { expect, it } from 'vitest';
import type { LiveFrame } from '../contract/frame.js';
import { createLiveChanges } from './live-changes.js';

/** Changes of this size on a store that has none of its own, and all pages that a client gets of them. */
function pagesOf(count: number, size: number): { pages: LiveFrame[][]; frames: LiveFrame[] } {
  const changes = createLiveChanges({
    seq: 0,
    messages: { changedSince: () => [] },
    events: { since: () => [] },
  });
  const all = Array.from({ length: count }, (_, index) => index + 1);
  const changeOf = (seq: number) => ({
    seq,
    size,
    frame: (): LiveFrame => ({ type: 'campaign_removed', seq, id: 'campaign_aaaaaaaa' }),
  });
  for (const seq of all) changes.add([changeOf(seq)]);
  const place = { at: 0, needsResync: false };
  const pages: LiveFrame[][] = [];
  for (let page = changes.next(place); page.length > 0; page = changes.next(place)) pages.push(page);
  return { pages, frames: pages.flat() };
}

it('keeps no more of large changes than some megabytes; who comes back is asked to fetch the rest', () => {
  const { frames } = pagesOf(100, 1024 * 1024);
  expect(frames.length).toBeLessThanOrEqual(17);
  expect([frames[0]?.type, frames.at(-1)?.seq]).toEqual(['resync', 100]);
});

it('keeps no more than some thousand small ones', () => {
  const { frames } = pagesOf(25_000, 500);
  expect(frames.length).toBeLessThanOrEqual(10_001);
  expect(frames.length).toBeGreaterThan(5000);
  expect(frames.at(-1)?.seq).toBe(25_000);
});

it.each([
  ['many small ones by their number', 1000, 500, 128],
  ['large ones by their size', 30, 100_000, 2],
  ['what is larger than a page by itself', 5, 1_000_000, 1],
])('hands out %s', (_what, count, size, most) => {
  const { pages, frames } = pagesOf(count, size);
  expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(Math.max(...pages.map(({ length }) => length))).toBe(most);
});
