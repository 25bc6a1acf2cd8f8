import { useCallback, useEffect, useMemo, useReducer } from 'preact/hooks';
import type { MessageSummary } from '../../src/contract/message.js';
import type { FrameListener } from '../live/feed.js';
import { useFrames } from '../live/use-feed.js';
import { reasonOf } from '../shell/control.js';
import type { Info } from '../shell/info.js';
import type { PageProps } from '../shell/page.js';
import { useKeys } from '../shell/use-keys.js';
import { addressesOf, createApi } from './api.js';
import { commandOf } from './keys.js';
import { usePicks } from './list/use-picks.js';
import { useCampaignNames } from './use-campaign-names.js';
import { useList } from './list/use-list.js';
import { useOpen } from './message/use-open.js';
import { initialState, reduce } from './state.js';
import { useCommands } from './use-commands.js';
import { useRemoval } from './use-removal.js';
import { useRoute } from './use-route.js';

/** All that the inbox knows and can do. */
export function useInbox({ control, feed, address, go, info, show, withhold }: PageProps) {
  const api = useMemo(() => createApi(control), [control]);
  const addresses = useMemo(() => addressesOf(control), [control]);
  const [state, dispatch] = useReducer(reduce, initialState);
  const [route, navigate] = useRoute(address, go);
  const listen = useCallback<FrameListener>((frames) => dispatch({ type: 'frames', frames }), []);
  useFrames(feed, listen);
  const loadMore = useList(api, route.q, state, dispatch);
  useOpen(api, route.id, state.open, dispatch);

  const { hidden, remove: removeLater } = useRemoval(api, show);
  const rows = useMemo(() => state.list.rows.filter(({ id }) => !hidden.has(id)), [state.list.rows, hidden]);
  const ids = useMemo<string[]>(() => rows.map(({ id }) => id), [rows]);
  const picks = usePicks(ids);
  const actions = useCommands({
    ...{ api, state, dispatch, rows, ids, route, navigate, loadMore, removeLater, show, picks },
  });
  useKeys((event) => commandOf(event, actions.commands));

  useCampaignNames(control, state, dispatch);

  const { q } = state.list;
  const removeAll = useCallback(() => {
    navigate({ id: null, tab: null }, 'replace');
    api.removeAll(q).then(
      ({ deleted }) => {
        dispatch({ type: q === '' ? 'emptied' : 'list_wanted' });
        show(`${deleted.toLocaleString()} ${deleted === 1 ? 'message' : 'messages'} deleted`);
      },
      (error: unknown) => show(`Not deleted: ${reasonOf(error)}`, 'bad'),
    );
  }, [api, q, navigate, show]);
  const markAllRead = useCallback(() => {
    api.markAllRead(q).then(
      ({ marked }) => show(`${marked.toLocaleString()} marked as read`),
      (error: unknown) => show(`Not marked: ${reasonOf(error)}`, 'bad'),
    );
  }, [api, q, show]);

  const { hiddenUnread, ...counts } = countsOf(info, state.list.rows, hidden);
  useEffect(() => withhold(hiddenUnread), [hiddenUnread, withhold]);
  useEffect(() => () => withhold(0), [withhold]);
  return {
    api,
    addresses,
    state,
    dispatch,
    route,
    navigate,
    loadMore,
    rows,
    ids,
    removeAll,
    markAllRead,
    picks,
    counts,
    ...actions,
  };
}
export type Inbox = ReturnType<typeof useInbox>;

/** The counts of the server without what is hidden until it is deleted for good. */
function countsOf(info: Info | null, held: readonly MessageSummary[], hidden: ReadonlySet<string>) {
  const { messages = 0, unread = 0 } = info?.workspace.counts ?? {};
  const hiddenRows = held.filter(({ id }) => hidden.has(id));
  const hiddenUnread = hiddenRows.filter((row) => row.unread).length;
  return {
    hiddenUnread,
    total: Math.max(0, messages - hiddenRows.length),
    unread: Math.max(0, unread - hiddenUnread),
  };
}
