import { useEffect, useRef } from 'preact/hooks';
import type { Control } from '../workspace/control.js';
import { placeIn } from './use-pages.js';
import type { Pages } from './use-pages.js';

/** Asks where a row stands in a list of the API that is narrowed by a query; null where it is none of it. */
export async function placeInList(
  control: Control,
  { path, query }: { path: string; query: string },
  id: string,
  signal: AbortSignal,
): Promise<number | null> {
  const asked = `${path}/${encodeURIComponent(id)}/place?${query}`;
  return (await control.data<{ place: number | null }>(asked, signal)).place;
}

export interface OpenPlaceOptions<T> {
  list: Pages<T>;
  /** The row that is open; null where none is. */
  openId: string | null;
  /** Asks how many rows of the list come before one; null where it is none of them. It is to stay the same between renders. */
  askPlace(id: string, signal: AbortSignal): Promise<number | null>;
  /** Scrolls no further than needed to show a row. */
  reveal(index: number): void;
}

/**
 * Where the open row stands in the whole list: negative where it does not, null while that is asked for. A row that is open as
 * the page is, after a reload or by a link, is brought into view, however far down.
 */
export function useOpenPlace<T extends { id: string }>({
  list,
  openId,
  askPlace,
  reveal,
}: OpenPlaceOptions<T>): () => number | null {
  const held = openId === null ? -1 : placeIn(list, openId);
  const place = useRef<number | null>(-1);
  const met = useRef<string | null | undefined>(undefined);
  if (held >= 0 || openId === null) place.current = held;
  const isReady = list.phase === 'ready';
  const isFirst = met.current === undefined;
  useEffect(() => {
    if (!isReady || met.current === openId) return undefined;
    met.current = openId;
    if (openId === null || (held >= 0 && !isFirst)) return undefined;
    if (held >= 0) return void reveal(held);
    place.current = null;
    const controller = new AbortController();
    const answer = (found: number) => {
      if (controller.signal.aborted) return;
      place.current = found;
      if (found >= 0) reveal(found);
    };
    askPlace(openId, controller.signal).then(
      (found) => answer(found ?? -1),
      () => answer(-1),
    );
    return () => controller.abort();
  }, [askPlace, openId, isReady]);
  return () => place.current;
}
