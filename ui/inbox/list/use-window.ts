import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** The height of a row: it grows with the text size of the browser. */
export const rowRem = 3.75;
const overscan = 8;
/** Rows before the end at which the next page is asked for. */
const reach = 20;

const rowHeight = (): number => rowRem * parseFloat(getComputedStyle(document.documentElement).fontSize);

export interface Windowed {
  ids: readonly string[];
  cursor: string | null;
  /** Where the server goes on after the last row, if it does. */
  more: string | null;
  loadMore(): void;
}

export interface Viewport {
  ref: { current: HTMLDivElement | null };
  first: number;
  last: number;
  isAtTop: boolean;
  onScroll(): void;
  toTop(): void;
}

/**
 * Which rows of a long list are in sight, so that ten thousand cost as much as thirty. What is being read stays in place
 * while new rows come in above it, and the row of the cursor is kept in sight.
 */
export function useWindow({ ids, cursor, more, loadMore }: Windowed): Viewport {
  const ref = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 900, row: 60 });
  const measure = useCallback(() => {
    const box = ref.current;
    if (box) setView({ top: box.scrollTop, height: box.clientHeight, row: rowHeight() });
  }, []);

  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [measure]);

  const anchor = useRef<{ id: string; index: number } | null>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    const held = anchor.current;
    if (!box || !held || box.scrollTop < view.row || ids[held.index] === held.id) return;
    const now = ids.indexOf(held.id);
    if (now >= 0) box.scrollTop += (now - held.index) * view.row;
  }, [ids]);
  useLayoutEffect(() => {
    const index = Math.floor((ref.current?.scrollTop ?? 0) / view.row);
    const id = ids[index];
    anchor.current = id === undefined ? null : { id, index };
  });

  useLayoutEffect(() => {
    const box = ref.current;
    const at = cursor === null ? -1 : ids.indexOf(cursor);
    if (!box || at < 0) return;
    const top = at * view.row;
    const bottom = top + view.row;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (bottom > box.scrollTop + box.clientHeight) box.scrollTop = bottom - box.clientHeight;
  }, [cursor]);

  const first = Math.max(0, Math.floor(view.top / view.row) - overscan);
  const last = Math.min(ids.length, Math.ceil((view.top + view.height) / view.row) + overscan);
  const isNearEnd = more !== null && last + reach >= ids.length;
  useEffect(() => {
    if (isNearEnd) loadMore();
  }, [isNearEnd, more, loadMore]);
  const toTop = useCallback(() => ref.current?.scrollTo({ top: 0 }), []);
  return { ref, first, last, isAtTop: view.top < view.row / 2, onScroll: measure, toTop };
}
