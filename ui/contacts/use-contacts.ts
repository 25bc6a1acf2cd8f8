import { useCallback, useMemo } from 'preact/hooks';
import type { Contact } from '../../src/contract/contact.js';
import type { PageMeta } from '../../src/contract/envelope.js';
import type { LiveFrame } from '../../src/contract/frame.js';
import type { Suppression } from '../../src/contract/suppression.js';
import type { Control } from '../shell/workspace/control.js';
import type { PageProps } from '../shell/page.js';
import { placeInList } from '../shell/lists/use-open-place.js';
import { pageSize, usePages } from '../shell/lists/use-pages.js';
import type { LoadedPage } from '../shell/lists/use-pages.js';
import { useDelayedDeletion } from '../shell/lists/use-delayed-deletion.js';
import { addressOf, filterOf, routeOf } from './route.js';
import type { Route } from './route.js';

/** A contact as the list shows it, with the suppression of its address. */
export interface ContactRow extends Contact {
  suppression: Suppression | null;
}

export const isContactNews = (frame: LiveFrame): boolean =>
  frame.type === 'changed' && frame.tables.some((table) => table === 'contacts' || table === 'suppressions');

async function loadRows(
  control: Control,
  query: string,
  signal: AbortSignal,
): Promise<LoadedPage<ContactRow>> {
  const { data, meta } = await control.page<Contact[], PageMeta>(`/contacts?${query}`, signal);
  if (data.length === 0) return { rows: [], total: meta.total };
  const ids = data.map(({ id }) => id).join(',');
  const suppressions = await control.data<Suppression[]>(`/suppressions?contacts=${ids}`, signal);
  const byAddress = new Map(suppressions.map((suppression) => [suppression.address, suppression]));
  const rows = data.map((contact) => ({
    ...contact,
    suppression: byAddress.get(contact.email.toLowerCase()) ?? null,
  }));
  return { rows, total: meta.total };
}

/** The contacts of the page, kept current, and the way through them. */
export function useContacts({ control, feed, address, go, show }: PageProps) {
  const route = useMemo(() => routeOf(address), [address]);
  const query = filterOf(route).toString();
  const load = useCallback(
    (page: number, signal: AbortSignal) => {
      const params = new URLSearchParams(query);
      params.set('page', String(page));
      params.set('limit', String(pageSize));
      return loadRows(control, params.toString(), signal);
    },
    [control, query],
  );
  const pages = usePages<ContactRow>({ feed, load, isNews: isContactNews });
  const askPlace = useCallback(
    (id: string, signal: AbortSignal) => placeInList(control, { path: '/contacts', query }, id, signal),
    [control, query],
  );
  const navigate = useCallback(
    (patch: Partial<Route>, how: 'push' | 'replace') => go(addressOf({ ...route, ...patch }), how),
    [go, route],
  );
  return { ...pages, route, query, askPlace, navigate, removal: useDelayedDeletion(control, show) };
}
export type Contacts = ReturnType<typeof useContacts>;
