import type { KeyCommand } from '../shell/use-keys.js';
import { rowAt } from '../shell/use-pages.js';
import { openId } from './route.js';
import type { Contacts } from './use-contacts.js';
import type { RowWindow } from './use-row-window.js';

const steps: Readonly<Record<string, number>> = { j: 1, k: -1 };

/** The place of the row that has the focus, or is open; -1 where none is. */
function placeOf({ list, route }: Contacts, { first, last }: RowWindow): number {
  const focused = document.activeElement?.closest('tr')?.dataset['index'];
  if (focused !== undefined) return Number(focused);
  const id = openId(route);
  for (let index = first; id !== null && index < last; index += 1)
    if (rowAt(list, index)?.id === id) return index;
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

/** `j` and `k` move through the rows, and through opened contacts; `/` goes to the search. */
export function useRowKeys(contacts: Contacts, view: RowWindow): KeyCommand {
  const { list, route, navigate } = contacts;
  function move(by: number): void {
    const index = Math.min(list.total - 1, Math.max(0, placeOf(contacts, view) + by));
    const row = rowAt(list, index);
    if (!row) return;
    if (route.opened.at === 'contact') navigate({ opened: { at: 'contact', id: row.id } }, 'replace');
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
