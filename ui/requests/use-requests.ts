import { useCallback, useEffect, useMemo, useReducer, useRef } from 'preact/hooks';
import type { CursorMeta } from '../../src/contract/envelope.js';
import type { ApiCall } from '../../src/contract/request.js';
import type { FrameListener } from '../live/feed.js';
import { useFrames } from '../live/use-feed.js';
import { reasonOf } from '../shell/control.js';
import type { PageProps } from '../shell/page.js';
import { usePaced } from '../shell/use-paced.js';
import { addressOf, filterOf, routeOf } from './route.js';
import type { Route } from './route.js';
import { emptyState, reduce } from './state.js';

const pageSize = 50;
const gapMs = 250;

/** The request log of the page: its rows, kept current, and what can be done with them. */
export function useRequests({ control, feed, address, go }: PageProps) {
  const route = useMemo(() => routeOf(address), [address]);
  const filter = filterOf(route).toString();
  const [state, dispatch] = useReducer(reduce, emptyState);
  const latest = useRef({ filter, cursor: state.cursor });
  latest.current = { filter, cursor: state.cursor };

  const load = useCallback(
    async (cursor: string | null) => {
      const asked = latest.current.filter;
      const query = new URLSearchParams(asked);
      query.set('limit', String(pageSize));
      if (cursor) query.set('cursor', cursor);
      try {
        const signal = AbortSignal.timeout(10_000);
        const { data, meta } = await control.page<ApiCall[], CursorMeta>(`/requests?${query}`, signal);
        const type = cursor ? 'older' : 'newest';
        dispatch({ type, filter: asked, calls: data, cursor: meta.next_cursor });
      } catch (error) {
        dispatch({ type: 'failed', filter: asked, issue: reasonOf(error) });
      }
    },
    [control],
  );
  const refresh = usePaced(
    useCallback(() => load(null), [load]),
    gapMs,
  );
  useEffect(() => {
    dispatch({ type: 'asked', filter });
    refresh();
  }, [filter, refresh]);

  const listen = useCallback<FrameListener>(
    (frames) => {
      // A greeting: calls may have come while the connection was down.
      if (frames.some(({ type }) => type === 'request' || type === 'hello' || type === 'resync')) refresh();
    },
    [refresh],
  );
  useFrames(feed, listen);

  const navigate = useCallback(
    (patch: Partial<Route>, how: 'push' | 'replace') => go(addressOf({ ...route, ...patch }), how),
    [go, route],
  );
  const isLoadingMore = useRef(false);
  const loadMore = useCallback(() => {
    const { cursor } = latest.current;
    if (cursor === null || isLoadingMore.current) return;
    isLoadingMore.current = true;
    void load(cursor).finally(() => (isLoadingMore.current = false));
  }, [load]);
  const clear = useCallback(async () => {
    await control.change('DELETE', '/requests');
    dispatch({ type: 'cleared' });
  }, [control]);
  return { route, state, navigate, loadMore, clear, refresh };
}
export type RequestLog = ReturnType<typeof useRequests>;
