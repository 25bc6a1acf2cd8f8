import { useCallback, useEffect, useLayoutEffect } from 'preact/hooks';
import { reveal, rowsInView, useAnchor, useViewport } from '../../shell/use-viewport.js';

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

export interface MailWindow {
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
export function useWindow({ ids, cursor, more, loadMore }: Windowed): MailWindow {
  const { ref, view, measure } = useViewport(60, rowHeight, false);
  useAnchor({
    ref,
    row: view.row,
    rows: ids,
    idAt: (index) => ids[index],
    indexOf: (id) => ids.indexOf(id),
  });
  useLayoutEffect(() => {
    const at = cursor === null ? -1 : ids.indexOf(cursor);
    if (at >= 0) reveal(ref.current, at, view);
  }, [cursor]);

  const { first, last } = rowsInView(view, ids.length, overscan);
  const isNearEnd = more !== null && last + reach >= ids.length;
  useEffect(() => {
    if (isNearEnd) loadMore();
  }, [isNearEnd, more, loadMore]);
  const toTop = useCallback(() => ref.current?.scrollTo({ top: 0 }), []);
  return { ref, first, last, isAtTop: view.top < view.row / 2, onScroll: measure, toTop };
}
