import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { formatRoute, parseRoute } from '../inbox/route.js';
import type { Route } from '../inbox/route.js';

/** Changes parts of the address. `push` makes a step that the back button undoes. */
export type Navigate = (patch: Partial<Route>, how: 'push' | 'replace') => void;

export function useRoute(): [Route, Navigate] {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  const latest = useRef(route);
  latest.current = route;

  useEffect(() => {
    const read = () => setRoute(parseRoute(location.hash));
    window.addEventListener('popstate', read);
    return () => window.removeEventListener('popstate', read);
  }, []);

  const navigate = useCallback<Navigate>((patch, how) => {
    const next = { ...latest.current, ...patch };
    const address = formatRoute(next);
    if (address !== formatRoute(latest.current)) {
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    }
    latest.current = next;
    setRoute(next);
  }, []);
  return [route, navigate];
}
