import { useEffect, useState } from 'preact/hooks';
import type { MessageSummary } from '../../src/contract/message.js';
import type { SimulatedEvent } from '../../src/contract/simulate.js';
import { reasonOf } from '../shell/control.js';
import type { ShowToast } from '../shell/use-toast.js';
import type { Api } from './api.js';
import type { Commands } from './keys.js';
import type { Picks } from './list/use-picks.js';
import type { Route } from './route.js';
import type { Dispatch, State } from './state.js';
import type { Navigate } from './use-route.js';

export interface CommandDeps {
  api: Api;
  state: State;
  dispatch: Dispatch;
  /** The rows as they are shown. */
  rows: readonly MessageSummary[];
  ids: readonly string[];
  route: Route;
  navigate: Navigate;
  loadMore(): void;
  removeLater(ids: readonly string[]): void;
  picks: Picks;
  show: ShowToast;
}

/** Below this width list and message take turns. */
const narrow = '(width < 56.25rem)';
export const isNarrow = (): boolean => window.matchMedia(narrow).matches;

/** The cursor among the rows, and what the user can do. */
export function useCommands(deps: CommandDeps) {
  const { api, state, ids, route, navigate, show, picks } = deps;
  const [cursor, setCursor] = useState<string | null>(route.id);
  useEffect(() => {
    if (route.id !== null) setCursor(route.id);
  }, [route.id]);

  const openRow = (id: string) => navigate({ id, tab: null }, 'push');
  const commands: Commands = {
    move: (by) => moveCursor(deps, { cursor, by, setCursor }),
    openCursor: () => {
      if (cursor !== null) openRow(cursor);
    },
    back: () => (picks.picked.size > 0 ? picks.clear() : leave(route, navigate)),
    remove: () => {
      if (picks.picked.size > 0) return removePicked(deps);
      const id = route.id ?? cursor;
      if (id === null || !(ids.includes(id) || state.open?.message)) return;
      const at = ids.indexOf(id);
      const next = ids[at + 1] ?? ids[at - 1] ?? null;
      setCursor(next);
      if (route.id !== null) navigate({ id: isNarrow() ? null : next }, 'replace');
      deps.removeLater([id]);
    },
    toggleUnread: () =>
      picks.picked.size > 0 ? markPicked(deps, null) : toggleUnread(deps, route.id ?? cursor),
    pick: () => {
      if (cursor !== null) picks.toggle(cursor);
    },
    extend: (by) => {
      const goal = goalOf(ids, cursor, by);
      if (goal === undefined) return;
      picks.extendTo(goal, cursor);
      setCursor(goal);
    },
    pickAll: () => {
      const [first] = ids;
      const last = ids.at(-1);
      picks.clear();
      if (first !== undefined && last !== undefined) picks.extendTo(last, first);
    },
  };
  const simulate = (event: SimulatedEvent) => {
    if (route.id === null) return;
    api.simulate(route.id, event).catch((error: unknown) => show(reasonOf(error), 'bad'));
  };
  /** A click opens a row; with Shift or Ctrl (⌘) it picks. */
  const clickRow = (id: string, { shiftKey, ctrlKey, metaKey }: MouseEvent) => {
    if (shiftKey) return picks.extendTo(id, cursor);
    if (ctrlKey || metaKey) return picks.toggle(id);
    picks.clear();
    openRow(id);
  };
  return {
    cursor,
    commands,
    clickRow,
    simulate,
    markPicked: (read: boolean) => markPicked(deps, read),
    removePicked: () => removePicked(deps),
  };
}

/** The row so many steps from the cursor. */
function goalOf(ids: readonly string[], cursor: string | null, by: number): string | undefined {
  const at = cursor === null ? -1 : ids.indexOf(cursor);
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))];
}

function removePicked({ picks, removeLater, route, navigate }: CommandDeps): void {
  const gone = [...picks.picked];
  picks.clear();
  if (route.id !== null && gone.includes(route.id)) navigate({ id: null, tab: null }, 'replace');
  removeLater(gone);
}

/** Marks all picked mail as read or unread; null turns it to what the first of them is not. */
function markPicked({ api, rows, picks, dispatch, show }: CommandDeps, read: boolean | null): void {
  const mails = rows.filter(({ id }) => picks.picked.has(id));
  const wanted = read ?? mails[0]?.unread ?? true;
  const changed = mails.filter(({ unread }) => unread === wanted);
  for (const { id } of changed) dispatch({ type: 'marked', id, unread: !wanted });
  Promise.all(changed.map(({ id }) => api.markRead(id, wanted))).catch((error: unknown) => {
    dispatch({ type: 'list_wanted' });
    show(reasonOf(error), 'bad');
  });
}

interface Step {
  cursor: string | null;
  by: number;
  setCursor(id: string): void;
}

function moveCursor({ ids, loadMore, route, navigate }: CommandDeps, { cursor, by, setCursor }: Step): void {
  const at = cursor === null ? -1 : ids.indexOf(cursor);
  const goal = Math.min(ids.length - 1, Math.max(0, at + by));
  if (goal + 5 >= ids.length) loadMore();
  const id = ids[goal];
  if (id === undefined) return;
  setCursor(id);
  // Steps through opened mail do not fill the history: back leads to the list.
  if (route.id !== null) navigate({ id }, 'replace');
}

function leave(route: Route, navigate: Navigate): void {
  if (route.id === null) {
    if (route.q !== '') navigate({ q: '' }, 'replace');
    return;
  }
  navigate({ id: null, tab: null }, 'push');
  const list = document.querySelector('[role=listbox]');
  requestAnimationFrame(() => {
    if (list instanceof HTMLElement) list.focus({ preventScroll: true });
  });
}

function toggleUnread({ api, state, dispatch, show, rows }: CommandDeps, id: string | null): void {
  const mail = rows.find((row) => row.id === id) ?? (state.open?.id === id ? state.open?.message : undefined);
  if (!mail) return;
  const unread = !mail.unread;
  dispatch({ type: 'marked', id: mail.id, unread });
  api.markRead(mail.id, !unread).catch((error: unknown) => {
    dispatch({ type: 'marked', id: mail.id, unread: !unread });
    show(reasonOf(error), 'bad');
  });
}
