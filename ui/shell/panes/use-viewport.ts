import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** What is in view of a list that scrolls, in px. */
export interface View {
  top: number;
  height: number;
  /** The height of a row. */
  row: number;
}

type Box = { current: HTMLDivElement | null };

export interface Viewport {
  ref: Box;
  view: View;
  /** To be called as the list scrolls. */
  measure(): void;
}

/** The part of a list that is in view; `rowHeightIn` tells the height of its rows, and is to stay the same. */
export function useViewport(
  usualRow: number,
  rowHeightIn: (box: HTMLElement) => number,
  isEmpty: boolean,
): Viewport {
  const ref = useRef<HTMLDivElement | null>(null);
  const [view, setView] = useState<View>({ top: 0, height: 900, row: usualRow });
  // The height of a row is asked for where the box changes alone: at each scroll it would cost a layout.
  const measure = useCallback(() => {
    const top = ref.current?.scrollTop;
    if (top !== undefined) setView((held) => (held.top === top ? held : { ...held, top }));
  }, []);
  useLayoutEffect(() => {
    const box = ref.current;
    if (!box) return undefined;
    const fit = () => setView({ top: box.scrollTop, height: box.clientHeight, row: rowHeightIn(box) });
    fit();
    const observer = new ResizeObserver(fit);
    observer.observe(box);
    return () => observer.disconnect();
  }, [rowHeightIn, isEmpty]);
  return { ref, view, measure };
}

export interface Anchored {
  ref: Box;
  view: View;
  idAt(index: number): string | undefined;
  /** Negative where the row is not held. */
  indexOf(id: string): number;
}

/**
 * Keeps the row at the top of the view there while rows come in above it. The box is asked only where that row has moved:
 * asked after every render, it would lay the page out each time.
 */
export function useAnchor({ ref, view: { top, row }, idAt, indexOf }: Anchored): void {
  const anchor = useRef<{ id: string; index: number } | null>(null);
  useLayoutEffect(() => {
    const box = ref.current;
    const held = anchor.current;
    let shift = 0;
    if (box && held && top >= row && idAt(held.index) !== held.id) {
      const now = indexOf(held.id);
      if (now >= 0 && box.scrollTop >= row) shift = (now - held.index) * row;
      if (shift !== 0) box.scrollTop += shift;
    }
    const index = Math.floor((top + shift) / row);
    const id = idAt(index);
    anchor.current = id === undefined ? null : { id, index };
  });
}

/** The rows to draw, of so many: those in view and some on either side. */
export const rowsInView = ({ top, height, row }: View, total: number, overscan: number) => ({
  first: Math.max(0, Math.floor(top / row) - overscan),
  last: Math.min(total, Math.ceil((top + height) / row) + overscan),
});

/** Scrolls no further than needed to show a row; `head` is the height of what covers the first ones. */
export function reveal(
  box: HTMLElement | null,
  index: number,
  { row, head = 0 }: { row: number; head?: number },
): void {
  if (!box) return;
  const top = index * row;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + row + head > box.scrollTop + box.clientHeight)
    box.scrollTop = top + row + head - box.clientHeight;
}
