import type { CallMark } from '../../src/contract/request.js';
import type { Address } from '../shell/address/address.js';

/** Where one is in the request log: `#/requests/req_1a2b3c4d?is=error&path=contacts`. */
export interface Route {
  id: string | null;
  is: CallMark | null;
  path: string;
  /** The id of a key. */
  key: string | null;
}

/** What the list can be narrowed to, and the words for it. */
export const marks: readonly { value: CallMark; word: string; hint: string }[] = [
  { value: 'error', word: 'Errors', hint: 'Answered with 400 or more, or not at all' },
  { value: 'warning', word: 'Warnings', hint: 'Unknown fields, limits that would have refused the call' },
  { value: 'undocumented', word: 'Undocumented', hint: 'Routes that the real API does not document' },
];

export function routeOf({ steps: [id], query }: Address): Route {
  const is = marks.find(({ value }) => value === query.get('is'))?.value ?? null;
  return { id: id ?? null, is, path: query.get('path') ?? '', key: query.get('key') };
}

export const addressOf = ({ id, ...filter }: Route): Address => ({
  page: 'requests',
  steps: id ? [id] : [],
  query: filterOf(filter),
});

/** The query of the list for a route. */
export function filterOf({ is, path, key }: Omit<Route, 'id'>): URLSearchParams {
  const query = new URLSearchParams();
  if (is) query.set('is', is);
  if (path !== '') query.set('path', path);
  if (key) query.set('key', key);
  return query;
}
