import { useCallback, useLayoutEffect } from 'preact/hooks';
import { reveal, rowsInView, useAnchor, useViewport } from '../../shell/panes/use-viewport.js';
import type { Blocks } from './blocks.js';
import type { ListRows } from './list-rows.js';
import type { ShowRows } from './use-list.js';

/** The height of a row: it grows with the text size of the browser. */
export const rowRem = 3.75;
const overscan = 8;
/** Rows beyond the drawn ones that are fetched too. */
const reach = 12;

const rowHeight = (): number => rowRem * parseFloat(getComputedStyle(document.documentElement).fontSize);

export interface Windowed {
  list: ListRows;
  blocks: Blocks;
  /** Another search begins at the top. */
  q: string;
  /** The row to keep in sight; negative for none. */
  wanted: number;
  /** Changes with the cursor: only then is its row brought into sight. */
  cursor: string | number | null;
  show: ShowRows;
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
 * Which rows of a long list are in sight, so that a hundred thousand cost as much as thirty. What is being read stays in
 * place while new rows come in above it, and the row of the cursor is kept in sight.
 */
export function useWindow({ list, blocks, q, wanted, cursor, show }: Windowed): MailWindow {
  const { ref, view, measure } = useViewport(60, rowHeight, false);
  useAnchor({
    ref,
    view,
    idAt: (index) => list.at(index)?.id,
    indexOf: list.indexOf,
  });
  useLayoutEffect(() => {
    if (ref.current) ref.current.scrollTop = 0;
  }, [q]);
  useLayoutEffect(() => {
    if (wanted >= 0) reveal(ref.current, wanted, view);
  }, [cursor]);

  const { first, last } = rowsInView(view, list.length, overscan);
  // Before the browser draws: what is missing is on its way a frame earlier.
  useLayoutEffect(
    () => show(Math.max(0, first - reach), Math.min(list.length, last + reach)),
    [show, first, last, blocks, list.length],
  );
  const toTop = useCallback(() => ref.current?.scrollTo({ top: 0 }), []);
  return { ref, first, last, isAtTop: view.top < view.row / 2, onScroll: measure, toTop };
}
