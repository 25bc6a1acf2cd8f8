import { useCallback, useEffect, useLayoutEffect } from 'preact/hooks';
import { useOpenPlace } from './use-open-place.js';
import type { OpenPlaceOptions } from './use-open-place.js';
import { placeIn, rowAt } from './use-pages.js';
import type { KeyedRows } from '../keys/use-row-keys.js';
import { reveal, rowsInView, useAnchor, useViewport } from '../panes/use-viewport.js';

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
  /** All rows of the list, for keys. */
  rows: KeyedRows;
}

export interface RowWindowOptions<T> extends Omit<OpenPlaceOptions<T>, 'reveal'> {
  /** What narrows the list: another one begins at the top. */
  query: string;
  /** Says which rows are in view. It is to stay the same between renders. */
  show(first: number, last: number): void;
}

/** The height of a row, which the style sheet has in rem: it is another one where the list is narrow. */
function rowHeightIn(box: HTMLElement): number {
  const table = box.querySelector('table');
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
  const inRem = table && parseFloat(getComputedStyle(table).getPropertyValue('--row-rem'));
  return inRem ? inRem * rem : usualRow;
}

/** Which rows of a list are in view, of however many. What is being read stays in place while rows come in above it. */
export function useRowWindow<T extends { id: string }>(options: RowWindowOptions<T>): RowWindow {
  const { list, query, show, openId } = options;
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
    indexOf: (id) => placeIn(list, id),
  });
  const revealRow = useCallback((index: number) => {
    const box = ref.current;
    const head = box?.querySelector('thead')?.offsetHeight ?? 0;
    if (box) reveal(box, index, { row: rowHeightIn(box), head });
  }, []);
  const placeOfOpen = useOpenPlace({ ...options, reveal: revealRow });
  const rows: KeyedRows = {
    total,
    idAt: (index) => rowAt(list, index)?.id,
    indexOf: (id) => (id === openId ? placeOfOpen() : placeIn(list, id)),
    box: ref,
    reveal: revealRow,
  };
  return { ref, first, last, row: view.row, onScroll: measure, rows };
}
