import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { pageSize, rowAt } from '../shell/use-pages.js';
import type { Pages } from '../shell/use-pages.js';

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
  const ref = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState({ top: 0, height: 900, row: usualRow });
  const measure = useCallback(() => {
    const box = ref.current;
    if (box) setView({ top: box.scrollTop, height: box.clientHeight, row: rowHeightIn(box) });
  }, []);
  const isEmpty = list.total === 0;
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [measure, isEmpty]);
  useLayoutEffect(() => {
    if (ref.current) ref.current.scrollTop = 0;
  }, [query]);

  const { total } = list;
  const first = Math.max(0, Math.floor(view.top / view.row) - overscan);
  const last = Math.min(total, Math.ceil((view.top + view.height) / view.row) + overscan);
  useEffect(() => show(first, last), [show, first, last, total]);
  useAnchor(ref, list, view.row);

  const reveal = useCallback(
    (index: number) => {
      const box = ref.current;
      if (!box) return;
      const head = box.querySelector('thead')?.offsetHeight ?? 0;
      const top = index * view.row;
      if (top < box.scrollTop) box.scrollTop = top;
      else if (top + view.row + head > box.scrollTop + box.clientHeight)
        box.scrollTop = top + view.row + head - box.clientHeight;
    },
    [view.row],
  );
  return { ref, first, last, row: view.row, onScroll: measure, reveal };
}

/** Keeps the row at the top of the view there, as far as the pages that are held tell where it went. */
function useAnchor<T extends { id: string }>(
  ref: { current: HTMLDivElement | null },
  list: Pages<T>,
  row: number,
): void {
  const anchor = useRef<{ id: string; index: number } | null>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    const held = anchor.current;
    if (!box || !held || box.scrollTop < row || rowAt(list, held.index)?.id === held.id) return;
    for (const [page, rows] of list.held) {
      const at = rows.findIndex(({ id }) => id === held.id);
      if (at >= 0) box.scrollTop += ((page - 1) * pageSize + at - held.index) * row;
    }
  }, [list.held]);
  useLayoutEffect(() => {
    const index = Math.floor((ref.current?.scrollTop ?? 0) / row);
    const id = rowAt(list, index)?.id;
    anchor.current = id === undefined ? null : { id, index };
  });
}
