import { useMemo, useRef, useState } from 'preact/hooks';

const none: ReadonlySet<string> = new Set();

/** Which rows are picked, to do something with all of them. Those that left the list are picked no longer. */
export function usePicks(ids: readonly string[]) {
  const [held, setHeld] = useState(none);
  const anchor = useRef<string | null>(null);
  const picked = useMemo(
    () => (held.size === 0 ? none : new Set(ids.filter((id) => held.has(id)))),
    [held, ids],
  );
  return {
    picked,
    /** Picks a row, or lets it go. */
    toggle(id: string) {
      anchor.current = id;
      setHeld(() => {
        const next = new Set(picked);
        if (!next.delete(id)) next.add(id);
        return next;
      });
    },
    /** Picks all rows from the last one that was clicked to this one. */
    extendTo(id: string, from: string | null) {
      const start = ids.indexOf(anchor.current ?? from ?? id);
      const end = ids.indexOf(id);
      if (start < 0 || end < 0) return;
      anchor.current ??= from;
      setHeld(new Set(ids.slice(Math.min(start, end), Math.max(start, end) + 1)));
    },
    clear() {
      anchor.current = null;
      setHeld(none);
    },
  };
}
export type Picks = ReturnType<typeof usePicks>;
