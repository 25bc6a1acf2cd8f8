import { useCallback, useEffect, useLayoutEffect } from 'preact/hooks';
import { pageSize, rowAt } from './use-pages.js';
import type { Pages } from './use-pages.js';
import { reveal, rowsInView, useAnchor, useViewport } from './use-viewport.js';

const overscan = 10;
const usualRow = 36;

export interface RowWindow {
  ref: { current: HTMLDivElement | null };
  /** Of the whole list: the first row that is drawn, and the one after the last. */
  first: number;
  last: number;
  /** The height of a row in px. */
  row: number;
  onScroll(): void;
  /** Scrolls no further than needed to show a row. */
  reveal(index: number): void;
}

/** The height of a row, which the style sheet has in rem: it is another one where the list is narrow. */
function rowHeightIn(box: HTMLElement): number {
  const table = box.querySelector('table');
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const inRem = table && parseFloat(getComputedStyle(table).getPropertyValue('--row-rem'));
  return inRem ? inRem * rem : usualRow;
}

/**
 * Which rows of a list are in view, of however many. What is being read stays in place while rows come in above it; another
 * `query` begins at the top.
 */
export function useRowWindow<T extends { id: string }>(
  list: Pages<T>,
  query: string,
  show: (first: number, last: number) => void,
): RowWindow {
  const { total } = list;
  const { ref, view, measure } = useViewport(usualRow, rowHeightIn, total === 0);
  useLayoutEffect(() => {
    if (ref.current) ref.current.scrollTop = 0;
  }, [query]);
  const { first, last } = rowsInView(view, total, overscan);
  useEffect(() => show(first, last), [show, first, last, total]);
  useAnchor({
    ref,
    view,
    idAt: (index) => rowAt(list, index)?.id,
    indexOf: (id) => indexIn(list, id),
  });
  const revealRow = useCallback(
    (index: number) => {
      const head = ref.current?.querySelector('thead')?.offsetHeight ?? 0;
      reveal(ref.current, index, { row: view.row, head });
    },
    [view.row],
  );
  return { ref, first, last, row: view.row, onScroll: measure, reveal: revealRow };
}

/** Where a row stands, as far as the pages that are held tell. */
function indexIn<T extends { id: string }>(list: Pages<T>, sought: string): number {
  for (const [page, rows] of list.held) {
    const at = rows.findIndex(({ id }) => id === sought);
    if (at >= 0) return (page - 1) * pageSize + at;
  }
  return -1;
}
