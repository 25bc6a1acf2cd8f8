import { reasonOf } from '../shell/workspace/control.js';
import type { ShowToast } from '../shell/dialogs/use-toast.js';
import type { Api } from './api.js';
import type { Commands } from './keys.js';
import type { ListRows } from './list/list-rows.js';
import type { Picks } from './list/use-picks.js';
import type { Route } from './route.js';
import type { Dispatch, State } from './state.js';
import { useCursor } from './use-cursor.js';
import type { useUndoableDeletion } from './use-undoable-deletion.js';
import type { Navigate } from './use-route.js';

export interface CommandDeps {
  api: Api;
  state: State;
  dispatch: Dispatch;
  list: ListRows;
  route: Route;
  navigate: Navigate;
  removal: Pick<ReturnType<typeof useUndoableDeletion>, 'remove'>;
  picks: Picks;
  show: ShowToast;
}

/** Below this width list and message take turns. */
const narrow = '(width < 56.25rem)';
export const isNarrow = (): boolean => window.matchMedia(narrow).matches;

/** The cursor among the rows, and what the user can do. */
export function useCommands(deps: CommandDeps) {
  const { state, list, route, navigate, picks } = deps;
  const { cursor, goal, setCursor, stepTo, placeAfter } = useCursor(deps);

  const openRow = (id: string) => navigate({ id, tab: null }, 'push');
  const commands: Commands = {
    move: (by) => stepTo(placeAfter(by)),
    openCursor: () => {
      if (cursor !== null) openRow(cursor);
    },
    back: () => (picks.picked.size > 0 ? picks.clear() : leave(route, navigate)),
    remove: () => {
      if (picks.picked.size > 0) return removePicked(deps);
      const id = route.id ?? cursor;
      const at = id === null ? -1 : list.indexOf(id);
      if (id === null || !(at >= 0 || state.open?.message)) return;
      const next = at < 0 ? null : ((list.at(at + 1) ?? list.at(at - 1))?.id ?? null);
      setCursor(next);
      if (route.id !== null) navigate({ id: isNarrow() ? null : next }, 'replace');
      deps.removal.remove([id]);
    },
    toggleUnread: () =>
      picks.picked.size > 0 ? markPicked(deps, null) : toggleUnread(deps, route.id ?? cursor),
    pick: () => {
      if (cursor !== null) picks.toggle(cursor);
    },
    extend: (by) => {
      const place = placeAfter(by);
      if (place < 0) return;
      picks.extendTo(place, cursor);
      stepTo(place);
    },
    pickAll: picks.all,
  };
  /** A click opens a row; with Shift or Ctrl (⌘) it picks. */
  const clickRow = (id: string, { shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    if (shiftKey) return picks.extendTo(list.indexOf(id), cursor);
    if (ctrlKey || metaKey) return picks.toggle(id);
    picks.clear();
    openRow(id);
  };
  return {
    cursor,
    goal,
    commands,
    clickRow,
    markPicked: (read: boolean) => markPicked(deps, read),
    removePicked: () => removePicked(deps),
  };
}

function removePicked({ picks, removal, route, navigate }: CommandDeps): void {
  const gone = [...picks.picked];
  picks.clear();
  if (route.id !== null && gone.includes(route.id)) navigate({ id: null, tab: null }, 'replace');
  removal.remove(gone);
}

/** Marks all picked mail as read or unread; null turns it to what the first of them is not. */
function markPicked({ api, list, picks, dispatch, show }: CommandDeps, read: boolean | null): void {
  const ids = [...picks.picked];
  const first = list.held.find(({ id }) => picks.picked.has(id));
  const wanted = read ?? first?.unread ?? true;
  dispatch({ type: 'marked', ids, unread: !wanted });
  api.markAll(ids, wanted).catch((error: unknown) => {
    dispatch({ type: 'list_wanted' });
    show(reasonOf(error), 'bad');
  });
}

function leave(route: Route, navigate: Navigate): void {
  if (route.id === null) {
    if (route.q !== '') navigate({ q: '' }, 'replace');
    return;
  }
  navigate({ id: null, tab: null }, 'push');
  const list = document.querySelector('[role=listbox]');
  // Once that is rendered, where the list may come into sight, and before a next key, which may move the focus on.
  queueMicrotask(() => {
    if (list instanceof HTMLElement) list.focus({ preventScroll: true });
  });
}

function toggleUnread({ api, state, dispatch, show, list }: CommandDeps, id: string | null): void {
  const mail =
    list.held.find((row) => row.id === id) ?? (state.open?.id === id ? state.open?.message : undefined);
  if (!mail) return;
  const unread = !mail.unread;
  dispatch({ type: 'marked', ids: [mail.id], unread });
  api.markRead(mail.id, !unread).catch((error: unknown) => {
    dispatch({ type: 'marked', ids: [mail.id], unread: !unread });
    show(reasonOf(error), 'bad');
  });
}
