import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { placesOf, rangesOf } from './text-ranges.js';

const names = { all: 'find', current: 'find-current' } as const;

/** Marks ranges without touching the page (CSS Custom Highlight API); browsers without it select the current match. */
function mark(ranges: readonly Range[], current: Range | undefined): void {
  if (!('highlights' in CSS)) {
    if (current) select(current);
    return;
  }
  const all = new Highlight();
  for (const range of ranges) if (range !== current) all.add(range);
  CSS.highlights.set(names.all, all);
  if (current) CSS.highlights.set(names.current, new Highlight(current));
  else CSS.highlights.delete(names.current);
}

const select = ({ startContainer, startOffset, endContainer, endOffset }: Range) =>
  getSelection()?.setBaseAndExtent(startContainer, startOffset, endContainer, endOffset);

function unmark(): void {
  if (!('highlights' in CSS)) return;
  CSS.highlights.delete(names.all);
  CSS.highlights.delete(names.current);
}

/** Brings a match into view, in the height of the box and in its width. */
function reveal(range: Range, box: HTMLElement): void {
  const { startContainer } = range;
  startContainer.parentElement?.closest('.line')?.scrollIntoView({ block: 'center', inline: 'nearest' });
  const found = range.getBoundingClientRect();
  const seen = box.getBoundingClientRect();
  if (found.left < seen.left + 64 || found.right > seen.right) box.scrollLeft += found.left - seen.left - 96;
}

/** Finds text in an element; `text` changes when what the element shows does. */
export function useFind(box: RefObject<HTMLElement | null>, text: string) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [ranges, setRanges] = useState<readonly Range[]>([]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const places = placesOf(element.textContent, query);
    setRanges(rangesOf(element, places, query.length));
    setAt(0);
  }, [box, text, query]);
  useEffect(() => {
    const current = ranges[at];
    mark(ranges, current);
    if (current && box.current) reveal(current, box.current);
    return unmark;
  }, [box, ranges, at]);
  const step = (by: number) => {
    if (ranges.length > 0) setAt((held) => (held + by + ranges.length) % ranges.length);
  };
  return { query, setQuery, count: ranges.length, at, step };
}
export type Find = ReturnType<typeof useFind>;
