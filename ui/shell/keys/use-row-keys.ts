import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useKeys } from './use-keys.js';

/** The rows of a list as keys move through them: each has its place as `data-index`, and a link. */
export interface KeyedRows {
  total: number;
  /** Undefined while the row is not held. */
  idAt(index: number): string | undefined;
  /** Negative where the row is not known to be in the list; null while that is asked for. */
  indexOf(id: string): number | null;
  box: { current: HTMLElement | null };
  /** Scrolls no further than needed to show a row. */
  reveal(index: number): void;
}

/** Rows that are all drawn. One that is open as the page is comes into view. */
export function useDrawnRows(
  ids: readonly string[],
  box: { current: HTMLElement | null },
  openId: string | null,
): KeyedRows {
  const reveal = (index: number) =>
    box.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' });
  const first = useRef(openId);
  const opened = openId === null ? -1 : ids.indexOf(openId);
  useLayoutEffect(() => {
    if (first.current === openId && opened >= 0) reveal(opened);
    if (first.current !== openId || opened >= 0) first.current = null;
  }, [openId, opened >= 0]);
  return {
    ...{ total: ids.length, box, reveal },
    idAt: (index) => ids[index],
    indexOf: (id) => ids.indexOf(id),
  };
}

export interface RowKeysOptions {
  rows: KeyedRows;
  /** What narrows the list: another one is another list. */
  query: string;
  /** The row that is open; null where none is. */
  openId: string | null;
  /** Opens another row in its place. */
  open(id: string): void;
}

interface Place {
  id: string | undefined;
  index: number;
}

const steps: Readonly<Record<string, number>> = { j: 1, k: -1 };

const rowOf = (element: EventTarget | null): HTMLElement | null =>
  element instanceof Element ? element.closest<HTMLElement>('[data-index]') : null;

/** Gives the focus to the link of a row; false where the row is not drawn. */
function focusRow({ box }: KeyedRows, index: number): boolean {
  const link = box.current?.querySelector(`[data-index="${index}"] a`);
  if (!(link instanceof HTMLElement)) return false;
  link.focus({ preventScroll: true });
  return true;
}

/** `j` and `k` move through the rows, and through what they open; `/` goes to the search. */
export function useRowKeys({ rows, query, openId, open }: RowKeysOptions): void {
  const focus = useRowFocus(rows, query);

  /** The place of the row that has the focus, is open, or had the focus last; -1 where none has, null while it is asked for. */
  function place(): number | null {
    const focused = focus.isInRow() ? focus.last() : null;
    if (focused !== null || openId === null) return focused ?? focus.last() ?? -1;
    const opened = rows.indexOf(openId);
    return opened === null || opened >= 0 ? opened : (focus.last() ?? -1);
  }
  function move(by: number): void {
    const from = place();
    if (from === null) return;
    const index = Math.min(rows.total - 1, Math.max(0, from + by));
    const id = rows.idAt(index);
    rows.reveal(index);
    // What is not held yet comes once it is in view.
    if (id === undefined) return;
    if (openId !== null) open(id);
    focus.give({ id, index });
  }
  useKeys(({ key }) => {
    const by = steps[key];
    if (by !== undefined) return () => move(by);
    if (key !== '/') return null;
    return () => {
      const search = document.getElementById('search');
      if (search instanceof HTMLInputElement) search.select();
    };
  });
}

/**
 * Remembers which row had the focus. One that is scrolled out of sight is drawn no more: the list has the focus in its place,
 * and the row again once it is drawn.
 */
function useRowFocus(rows: KeyedRows, query: string) {
  const { box } = rows;
  const last = useRef<Place | null>(null);
  const isHeld = useRef(false);
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    last.current = null;
    isHeld.current = false;
  }, [query]);
  useLayoutEffect(() => {
    const listeners = new AbortController();
    function onFocus({ target }: Event) {
      const row = rowOf(target);
      // The list itself is lent the focus.
      if (target === box.current && isHeld.current) return;
      isHeld.current = row !== null && (box.current?.contains(row) ?? false);
      if (!row || !isHeld.current) return;
      const index = Number(row.dataset['index']);
      last.current = { id: latest.current.idAt(index), index };
    }
    const options = { capture: true, signal: listeners.signal };
    document.addEventListener('focusin', onFocus, options);
    // A click beside all rows lets go of them.
    document.addEventListener('pointerdown', () => void (isHeld.current = false), options);
    return () => listeners.abort();
  }, [box]);

  const lastPlace = (): number | null => {
    if (!last.current) return null;
    const { id, index } = last.current;
    const now = id === undefined ? -1 : rows.indexOf(id);
    return now !== null && now >= 0 ? now : index;
  };
  function follow(): void {
    const { activeElement } = document;
    const isLost = activeElement === document.body || activeElement === box.current;
    const index = lastPlace();
    if (!isHeld.current || !isLost || index === null) return;
    if (!focusRow(rows, index) && activeElement !== box.current) box.current?.focus({ preventScroll: true });
  }
  useLayoutEffect(follow);
  return {
    last: lastPlace,
    isInRow: () => isHeld.current,
    give(place: Place) {
      last.current = place;
      isHeld.current = true;
      if (!focusRow(rows, place.index)) box.current?.focus({ preventScroll: true });
    },
  };
}
