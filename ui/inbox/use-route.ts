import { useCallback, useMemo, useRef } from 'preact/hooks';
import type { Address, Go } from '../shell/address/address.js';
import { addressOf, routeOf } from './route.js';
import type { Route } from './route.js';

/** Changes parts of the route. `push` makes a step that the back button undoes. */
export type Navigate = (patch: Partial<Route>, how: 'push' | 'replace') => void;

export function useRoute(address: Address, go: Go): [Route, Navigate] {
  const route = useMemo(() => routeOf(address), [address]);
  const latest = useRef(route);
  latest.current = route;
  const navigate = useCallback<Navigate>(
    (patch, how) => {
      latest.current = { ...latest.current, ...patch };
      go(addressOf(latest.current), how);
    },
    [go],
  );
  return [route, navigate];
}
