import type { KeyCommand } from './use-keys.js';
import { rowAt } from './use-pages.js';
import type { Pages } from './use-pages.js';
import type { RowWindow } from './use-row-window.js';

/** The rows of a list as keys move through them: each has its place as `data-index`, and a link. */
export interface KeyedRows {
  total: number;
  /** Undefined while the row is not held. */
  idAt(index: number): string | undefined;
  /** Negative where the row is not held. */
  indexOf(id: string): number;
  box: { current: HTMLElement | null };
  /** Scrolls no further than needed to show a row. */
  reveal(index: number): void;
}

/** Rows of a list in its true length, of which those in view are drawn. */
export const windowRows = <T extends { id: string }>(list: Pages<T>, view: RowWindow): KeyedRows => ({
  total: list.total,
  idAt: (index) => rowAt(list, index)?.id,
  indexOf(id) {
    for (let index = view.first; index < view.last; index += 1)
      if (rowAt(list, index)?.id === id) return index;
    return -1;
  },
  box: view.ref,
  reveal: view.reveal,
});

/** Rows that are all drawn. */
export const drawnRows = (ids: readonly string[], box: { current: HTMLElement | null }): KeyedRows => ({
  total: ids.length,
  idAt: (index) => ids[index],
  indexOf: (id) => ids.indexOf(id),
  box,
  reveal: (index) =>
    box.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' }),
});

export interface RowKeysOptions {
  rows: KeyedRows;
  /** The row that is open; null where none is. */
  openId: string | null;
  /** Opens another row in its place. */
  open(id: string): void;
}

const steps: Readonly<Record<string, number>> = { j: 1, k: -1 };

const isIn = (box: HTMLElement | null, element: Element | null): element is HTMLElement =>
  element instanceof HTMLElement && (box?.contains(element) ?? false);

/** The place of the row that has the focus, or is open; -1 where none is. */
function placeOf({ rows, openId }: RowKeysOptions): number {
  const focused = document.activeElement?.closest('[data-index]') ?? null;
  if (isIn(rows.box.current, focused)) return Number(focused.dataset['index']);
  return openId === null ? -1 : rows.indexOf(openId);
}

/** Gives the focus to the link of a row; false where the row is not drawn. */
function focusRow({ box }: KeyedRows, index: number): boolean {
  const link = box.current?.querySelector(`[data-index="${index}"] a`);
  if (!(link instanceof HTMLElement)) return false;
  link.focus({ preventScroll: true });
  return true;
}

/** `j` and `k` move through the rows, and through what they open; `/` goes to the search. */
export function rowKeys(options: RowKeysOptions): KeyCommand {
  const { rows, openId, open } = options;
  function move(by: number): void {
    const index = Math.min(rows.total - 1, Math.max(0, placeOf(options) + by));
    const id = rows.idAt(index);
    if (id === undefined) return;
    if (openId !== null) open(id);
    rows.reveal(index);
    // A row out of view is drawn two frames later.
    if (!focusRow(rows, index))
      requestAnimationFrame(() => requestAnimationFrame(() => focusRow(rows, index)));
  }
  return ({ key }) => {
    const by = steps[key];
    if (by !== undefined) return () => move(by);
    if (key !== '/') return null;
    return () => {
      const search = document.getElementById('search');
      if (search instanceof HTMLInputElement) search.select();
    };
  };
}
