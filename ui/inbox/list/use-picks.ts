import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { reasonOf } from '../../shell/workspace/control.js';
import type { ShowToast } from '../../shell/dialogs/use-toast.js';
import type { Api } from '../api.js';
import type { ListRows } from './list-rows.js';

const none: ReadonlySet<string> = new Set();
/** More are not selected at once: all that match can be changed without that. */
const mostPicked = 10_000;
const pageSize = 500;

export interface PicksDeps {
  api: Api;
  list: ListRows;
  q: string;
  gone: ReadonlySet<string>;
  show: ShowToast;
}

/** The ids of a part of the list, fetched where it is not held. */
async function idsBetween({ api, list, q }: PicksDeps, first: number, last: number): Promise<string[]> {
  const held = Array.from({ length: last - first + 1 }, (_, at) => list.at(first + at)?.id);
  if (held.every((id) => id !== undefined)) return held;
  const ids: string[] = [];
  const { signal } = new AbortController();
  for (let offset = first; offset <= last; offset += pageSize) {
    const limit = Math.min(pageSize, last - offset + 1);
    const { rows } = await api.list({ q, limit, offset, cursor: null }, signal);
    for (const { id } of rows) ids.push(id);
  }
  return ids;
}

/** Which rows are picked, to do something with all of them. Those that left the list are picked no longer. */
export function usePicks(deps: PicksDeps) {
  const { list, q, gone, show } = deps;
  const [held, setHeld] = useState(none);
  const anchor = useRef<string | null>(null);
  const asked = useRef(0);
  const isWhole = list.isExact && list.held.length === list.length;
  const picked = useMemo(() => {
    if (held.size === 0) return none;
    const isThere = (id: string) => (isWhole ? list.indexOf(id) >= 0 : !gone.has(id));
    return new Set([...held].filter(isThere));
  }, [held, list, gone, isWhole]);
  const clear = () => {
    asked.current += 1;
    anchor.current = null;
    setHeld(none);
  };
  useEffect(clear, [q]);

  function pickBetween(from: number, to: number) {
    const first = Math.min(from, to);
    const last = Math.min(Math.max(from, to), first + mostPicked - 1);
    if (last < Math.max(from, to))
      show(`At most ${mostPicked.toLocaleString()} at once; “Delete all” takes any number`);
    const isHeld = list.at(first) && list.at(last) && last - first < list.held.length;
    const known = isHeld ? Array.from({ length: last - first + 1 }, (_, at) => list.at(first + at)?.id) : [];
    if (isHeld && known.every((id) => id !== undefined)) return setHeld(new Set(known));
    const turn = (asked.current += 1);
    idsBetween(deps, first, last).then(
      (ids) => {
        if (asked.current === turn) setHeld(new Set(ids));
      },
      (error: unknown) => show(`Not selected: ${reasonOf(error)}`, 'bad'),
    );
  }
  return {
    picked,
    /** Picks a row, or lets it go. */
    toggle(id: string) {
      anchor.current = id;
      const next = new Set(picked);
      if (!next.delete(id)) next.add(id);
      setHeld(next);
    },
    /** Picks all rows from the last one that was clicked to this one. */
    extendTo(index: number, from: string | null) {
      const known = list.indexOf(anchor.current ?? from ?? '');
      if (known >= 0) anchor.current ??= from;
      pickBetween(known < 0 ? index : known, index);
    },
    all() {
      if (list.length > 0) pickBetween(0, list.length - 1);
    },
    clear,
  };
}
export type Picks = ReturnType<typeof usePicks>;
