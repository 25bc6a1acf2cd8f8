import type { KeyCommand } from './use-keys.js';
import { rowAt } from './use-pages.js';
import type { Pages } from './use-pages.js';
import type { RowWindow } from './use-row-window.js';

const steps: Readonly<Record<string, number>> = { j: 1, k: -1 };

export interface RowKeysOptions<T> {
  list: Pages<T>;
  view: RowWindow;
  /** The row that is open; null where none is. */
  openId: string | null;
  /** Opens another row in its place. */
  open(id: string): void;
}

/** The place of the row that has the focus, or is open; -1 where none is. */
function placeOf<T extends { id: string }>({
  list,
  view: { first, last },
  openId,
}: RowKeysOptions<T>): number {
  const focused = document.activeElement?.closest('tr')?.dataset['index'];
  if (focused !== undefined) return Number(focused);
  for (let index = first; openId !== null && index < last; index += 1)
    if (rowAt(list, index)?.id === openId) return index;
  return -1;
}

function focusRow(view: RowWindow, index: number): void {
  const focus = () => {
    const link = view.ref.current?.querySelector(`tr[data-index="${index}"] a`);
    if (link instanceof HTMLElement) link.focus({ preventScroll: true });
    return link !== undefined && link !== null;
  };
  view.reveal(index);
  // A row out of view is drawn two frames later.
  if (!focus()) requestAnimationFrame(() => requestAnimationFrame(focus));
}

/** `j` and `k` move through the rows, and through what they open; `/` goes to the search. */
export function rowKeys<T extends { id: string }>(options: RowKeysOptions<T>): KeyCommand {
  const { list, view, openId, open } = options;
  function move(by: number): void {
    const index = Math.min(list.total - 1, Math.max(0, placeOf(options) + by));
    const row = rowAt(list, index);
    if (!row) return;
    if (openId !== null) open(row.id);
    focusRow(view, index);
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
