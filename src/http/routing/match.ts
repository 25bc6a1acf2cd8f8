import { lettersBetween } from '../../contract/text/edit-distance.js';
import type { Method, Route } from './route.js';

export interface Match {
  route: Route;
  params: Record<string, string>;
}

/** What a table knows of a path: the route, or the methods that it has instead, or what comes nearest. */
export type Lookup = { found: Match } | { found: null; methods: Method[]; nearest: string | null };

export interface RouteTable {
  routes: readonly Route[];
  lookup(method: string, path: string): Lookup;
}

interface Compiled {
  route: Route;
  pattern: RegExp;
  names: string[];
}

function compile(route: Route): Compiled {
  const names: string[] = [];
  const source = route.path.replace(/[.]/g, '\\.').replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  return { route, names, pattern: new RegExp(`^${source.replace(/\/$/, '')}/?$`) };
}

/** A route's path with what stands in place of its parameters, so that an id costs nothing. */
const filled = ({ path }: Route, sought: string): string => {
  const given = sought.split('/');
  return path
    .split('/')
    .map((part, index) => (part.startsWith('{') ? (given[index] ?? part) : part))
    .join('/');
};

/** Fixed paths come before those with parameters; a trailing slash is forgiven. */
export function createRouteTable(routes: readonly Route[]): RouteTable {
  const compiled = [...routes]
    .sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')))
    .map(compile);
  const nearest = (method: string, path: string): string | null => {
    const sought = path.slice(0, 100);
    const ranked = routes
      .map((route) => ({
        route,
        far: lettersBetween(`${method} ${sought}`, `${route.method} ${filled(route, sought)}`),
      }))
      .sort((a, b) => a.far - b.far);
    const [first] = ranked;
    return first ? `${first.route.method} ${first.route.path}` : null;
  };
  return {
    routes,
    lookup(method, path) {
      const wanted = method === 'HEAD' ? 'GET' : method;
      const methods: Method[] = [];
      for (const { route, pattern, names } of compiled) {
        const match = pattern.exec(path);
        if (!match) continue;
        if (route.method !== wanted) {
          methods.push(route.method);
          continue;
        }
        const params = Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']));
        return { found: { route, params } };
      }
      return {
        found: null,
        methods: [...new Set(methods)],
        nearest: methods.length > 0 ? null : nearest(method, path),
      };
    },
  };
}
