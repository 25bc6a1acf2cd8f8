import { useCallback, useMemo, useReducer, useRef } from 'preact/hooks';
import { reasonOf } from '../shell/workspace/control.js';
import type { PageProps } from '../shell/page.js';
import { useKeys } from '../shell/keys/use-keys.js';
import { createApi } from './api.js';
import { commandOf, focusList } from './keys.js';
import { listRows } from './list/list-rows.js';
import { usePicks } from './list/use-picks.js';
import { useCampaignNames } from './use-campaign-names.js';
import { useListFrames } from './list/use-list-frames.js';
import { useList } from './list/use-list.js';
import type { ShowRows } from './list/use-list.js';
import { useOpen } from './message/use-open.js';
import { initialState, reduce } from './state.js';
import { useCommands } from './use-commands.js';
import { useUndoableDeletion } from './use-undoable-deletion.js';
import { useRoute } from './use-route.js';

/** All that the inbox knows and can do. */
export function useInbox({ control, feed, address, go, show }: PageProps) {
  const api = useMemo(() => createApi(control), [control]);
  const [state, dispatch] = useReducer(reduce, initialState);
  const [route, navigate] = useRoute(address, go);
  const first = useRef(0);
  useListFrames(feed, first, dispatch);
  const wantRows = useList(api, route.q, state, dispatch);
  const showRows = useCallback<ShowRows>(
    (from, to) => {
      first.current = from;
      wantRows(from, to);
    },
    [wantRows],
  );
  useOpen(api, route.id, state.open, dispatch);

  const { blocks, total, isExact, q, gone } = state.list;
  const list = useMemo(() => listRows({ blocks, total, isExact }), [blocks, total, isExact]);
  const picks = usePicks({ api, list, q, gone, show });
  const removal = useUndoableDeletion(api, dispatch, show);
  const actions = useCommands({ ...{ api, state, dispatch, list, route, navigate, removal, show, picks } });
  useKeys((event) => {
    const command = commandOf(event, actions.commands);
    return (
      command &&
      (() => {
        command();
        focusList();
      })
    );
  });

  useCampaignNames(control, { rows: list.held, state }, dispatch);

  const removeAll = useCallback(() => {
    navigate({ id: null, tab: null }, 'replace');
    removal.removeAll(q);
  }, [removal.removeAll, q, navigate]);
  const markAllRead = useCallback(() => {
    api.markAllRead(q).then(
      ({ marked }) => show(`${marked.toLocaleString()} marked as read`),
      (error: unknown) => show(`Not marked: ${reasonOf(error)}`, 'bad'),
    );
  }, [api, q, show]);

  const searchFor = useCallback((q: string) => navigate({ q }, 'push'), [navigate]);

  return {
    api,
    state,
    dispatch,
    route,
    navigate,
    showRows,
    list,
    /** The rows that are held. */
    rows: list.held,
    searchFor,
    removeAll,
    markAllRead,
    picks,
    ...actions,
  };
}
export type Inbox = ReturnType<typeof useInbox>;
