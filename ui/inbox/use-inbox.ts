import { useEffect, useMemo, useState } from 'preact/hooks';
import type { MessageSummary } from '../../src/contract/message.js';
import { reasonOf } from '../shell/control.js';
import type { Act, Api } from './api.js';
import type { Route } from './route.js';
import type { Dispatch, State } from './state.js';
import type { Commands } from './use-keyboard.js';
import { useRemoval } from './use-removal.js';
import type { Navigate } from '../shell/use-route.js';
import type { ShowToast } from '../shell/use-toast.js';

export interface InboxDeps {
  api: Api;
  state: State;
  dispatch: Dispatch;
  route: Route;
  navigate: Navigate;
  loadMore(): void;
  show: ShowToast;
}

/** Below this width list and message take turns. */
const narrow = '(max-width: 899px)';

/** The rows as they are shown, the cursor among them, and what the user can do. */
export function useInbox(deps: InboxDeps) {
  const { api, state, route, navigate, show } = deps;
  const { hidden, remove: removeLater } = useRemoval(api, show);
  const [cursor, setCursor] = useState<string | null>(route.id);
  useEffect(() => {
    if (route.id !== null) setCursor(route.id);
  }, [route.id]);

  const rows = useMemo(() => state.list.rows.filter(({ id }) => !hidden.has(id)), [state.list.rows, hidden]);
  const ids = useMemo<string[]>(() => rows.map(({ id }) => id), [rows]);
  const openRow = (id: string) => navigate({ id, tab: null }, 'push');

  const { loadMore } = deps;
  const commands: Commands = {
    move: (by) => moveCursor({ ids, cursor, by, loadMore, route, navigate, setCursor }),
    openCursor: () => {
      if (cursor !== null) openRow(cursor);
    },
    back: () => leave(route, navigate),
    remove: () => {
      const id = route.id ?? cursor;
      if (id === null || !(ids.includes(id) || state.open?.message)) return;
      const at = ids.indexOf(id);
      const next = ids[at + 1] ?? ids[at - 1] ?? null;
      setCursor(next);
      if (route.id !== null) navigate({ id: window.matchMedia(narrow).matches ? null : next }, 'replace');
      removeLater(id);
    },
    toggleUnread: () => toggleUnread(deps, rows, route.id ?? cursor),
  };
  const simulate = (event: Act) => {
    if (route.id === null) return;
    api.simulate(route.id, event).catch((error: unknown) => show(reasonOf(error), 'bad'));
  };
  return { rows, ids, hidden, cursor, commands, openRow, simulate };
}

interface Step {
  ids: readonly string[];
  cursor: string | null;
  by: number;
  loadMore(): void;
  route: Route;
  navigate: Navigate;
  setCursor(id: string): void;
}

function moveCursor({ ids, cursor, by, loadMore, route, navigate, setCursor }: Step): void {
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

function toggleUnread(
  { api, state, dispatch, show }: InboxDeps,
  rows: readonly MessageSummary[],
  id: string | null,
): void {
  const mail = rows.find((row) => row.id === id) ?? (state.open?.id === id ? state.open?.message : undefined);
  if (!mail) return;
  const unread = !mail.unread;
  dispatch({ type: 'marked', id: mail.id, unread });
  api.markRead(mail.id, !unread).catch((error: unknown) => {
    dispatch({ type: 'marked', id: mail.id, unread: !unread });
    show(reasonOf(error), 'bad');
  });
}
