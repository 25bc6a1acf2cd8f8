import { useCallback, useMemo } from 'preact/hooks';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { ApiCall } from '../../src/contract/request.js';
import type { PageProps } from '../shell/page.js';
import { useCursorList } from '../shell/lists/use-cursor-list.js';
import { addressOf, filterOf, routeOf } from './route.js';
import type { Route } from './route.js';

export const isCall = ({ type }: LiveFrame): boolean => type === 'request';

/** The request log of the page: its rows, kept current, and what can be done with them. */
export function useRequests({ control, feed, address, go }: PageProps) {
  const route = useMemo(() => routeOf(address), [address]);
  const query = filterOf(route).toString();
  const calls = useCursorList<ApiCall>({
    control,
    feed,
    path: '/requests',
    query,
    isNews: isCall,
    openId: route.id,
  });

  const navigate = useCallback(
    (patch: Partial<Route>, how: 'push' | 'replace') => go(addressOf({ ...route, ...patch }), how),
    [go, route],
  );
  async function empty() {
    await control.change('DELETE', '/requests');
    calls.clear();
  }
  return { route, list: calls.list, navigate, loadMore: calls.loadMore, refresh: calls.refresh, empty };
}
export type RequestLog = ReturnType<typeof useRequests>;
