import { useEffect, useRef, useState } from 'preact/hooks';
import type { ListRows } from './list/list-rows.js';
import type { Route } from './route.js';
import type { Navigate } from './use-route.js';

/** The row that keys act on. One that is not held yet is a goal: the cursor is there once the row is. */
export function useCursor(list: ListRows, route: Route, navigate: Navigate) {
  const [cursor, setCursor] = useState<string | null>(route.id);
  const [goal, setGoal] = useState<number | null>(null);
  const known = cursor === null ? -1 : list.indexOf(cursor);
  const place = useRef(known);
  // A row that is let go of, far from the view, leaves its place behind.
  if (known >= 0 || cursor === null) place.current = known;

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
    goal,
    setCursor,
    /** The place so many steps on; negative in an empty list. */
    placeAfter: (by: number): number => Math.min(list.length - 1, Math.max(0, (goal ?? place.current) + by)),
    stepTo(index: number) {
      const row = list.at(index);
      // Where the cursor is already its row may be out of sight: a goal brings it back.
      if (row && row.id !== cursor) land(row.id);
      else if (index >= 0) setGoal(index);
    },
  };
}
