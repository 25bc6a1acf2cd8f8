import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from './api.js';
import type { ListRows } from './list/list-rows.js';
import type { Route } from './route.js';
import type { Navigate } from './use-route.js';

export interface CursorDeps {
  api: Api;
  list: ListRows;
  route: Route;
  navigate: Navigate;
}

/** The row that keys act on. One that is not held yet is a goal: the cursor is there once the row is. */
export function useCursor({ api, list, route, navigate }: CursorDeps) {
  const [cursor, setCursor] = useState<string | null>(route.id);
  const [goal, setGoal] = useState<number | null>(null);
  const known = cursor === null ? -1 : list.indexOf(cursor);
  const place = useRef(known);
  // A row that is let go of, far from the view, leaves its place behind.
  if (known >= 0 || cursor === null) place.current = known;
  const opened = usePlaceOfOpened({ api, list, route, place });

  const land = (id: string) => {
    setCursor(id);
    setGoal(null);
    // Steps through opened mail do not fill the history: back leads to the list.
    if (route.id !== null) navigate({ id }, 'replace');
  };
  useEffect(() => {
    if (route.id !== null) setCursor(route.id);
  }, [route.id]);
  useEffect(() => setGoal(null), [route.q]);
  useEffect(() => {
    const row = goal === null ? undefined : list.at(goal);
    if (row) land(row.id);
  }, [goal, list]);

  return {
    cursor,
    /** The place to keep in sight until its row is held; null where that of the cursor is. */
    goal: goal ?? opened.place,
    setCursor,
    /** The place so many steps on; negative in an empty list, and while that of the open message is asked for. */
    placeAfter: (by: number): number =>
      opened.isAsked ? -1 : Math.min(list.length - 1, Math.max(0, (goal ?? place.current) + by)),
    stepTo(index: number) {
      const row = list.at(index);
      // Where the cursor is already its row may be out of sight: a goal brings it back.
      if (row && row.id !== cursor) land(row.id);
      else if (index >= 0) setGoal(index);
    },
  };
}

/** Asks where the message that the address names stands, if its row is not held as it is opened: far down, after a reload. */
function usePlaceOfOpened({
  api,
  list,
  route: { id, q },
  place,
}: Omit<CursorDeps, 'navigate'> & { place: { current: number } }) {
  const [asked, setAsked] = useState<{ id: string; place: number | null } | null>(null);
  const isHeld = id !== null && list.indexOf(id) >= 0;
  const wasHeld = useRef<string | null>(null);
  if (isHeld || id === null) wasHeld.current = id;
  const isReady = list.length > 0;
  useEffect(() => {
    setAsked(null);
    if (!isReady || id === null || wasHeld.current === id) return undefined;
    wasHeld.current = id;
    const controller = new AbortController();
    const answer = (found: number | null) => {
      if (controller.signal.aborted) return;
      if (found !== null) place.current = found;
      setAsked(found === null ? null : { id, place: found });
    };
    setAsked({ id, place: null });
    api.place(id, q, controller.signal).then(answer, () => answer(null));
    return () => controller.abort();
  }, [api, id, isReady]);
  useEffect(() => {
    if (isHeld) setAsked(null);
  }, [isHeld]);
  return { place: isHeld ? null : (asked?.place ?? null), isAsked: asked?.id === id && asked.place === null };
}
