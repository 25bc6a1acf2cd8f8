import { useEffect, useState } from 'preact/hooks';
import type { MessageSummary } from '../../src/contract/message.js';
import type { SimulatedEvent } from '../../src/contract/simulate.js';
import { reasonOf } from '../shell/control.js';
import type { ShowToast } from '../shell/use-toast.js';
import type { Api } from './api.js';
import type { Commands } from './keys.js';
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
  removeLater(id: string): void;
  show: ShowToast;
}

/** Below this width list and message take turns. */
const narrow = '(width < 56.25rem)';

/** The cursor among the rows, and what the user can do. */
export function useCommands(deps: CommandDeps) {
  const { api, state, ids, route, navigate, show } = deps;
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
    back: () => leave(route, navigate),
    remove: () => {
      const id = route.id ?? cursor;
      if (id === null || !(ids.includes(id) || state.open?.message)) return;
      const at = ids.indexOf(id);
      const next = ids[at + 1] ?? ids[at - 1] ?? null;
      setCursor(next);
      if (route.id !== null) navigate({ id: window.matchMedia(narrow).matches ? null : next }, 'replace');
      deps.removeLater(id);
    },
    toggleUnread: () => toggleUnread(deps, route.id ?? cursor),
  };
  const simulate = (event: SimulatedEvent) => {
    if (route.id === null) return;
    api.simulate(route.id, event).catch((error: unknown) => show(reasonOf(error), 'bad'));
  };
  return { cursor, commands, openRow, simulate };
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
