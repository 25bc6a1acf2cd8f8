import { useCallback, useState } from 'preact/hooks';
import { useStored } from '../use-stored.js';

/** Widths in px. */
export interface PaneBounds {
  min: number;
  usual: number;
  max: number;
}

const isNumber = (text: string): text is string => /^\d{2,4}$/.test(text);

/** The width of a pane, remembered by `name` when a drag ends. `bounds` are to stay the same between renders. */
export function usePaneWidth(name: string, bounds: PaneBounds) {
  const [kept, keep] = useStored(name, String(bounds.usual), isNumber);
  const [dragged, setDragged] = useState<number | null>(null);
  const within = useCallback(
    (width: number) => Math.round(Math.min(bounds.max, Math.max(bounds.min, width))),
    [bounds],
  );
  const drag = useCallback((next: number) => setDragged(within(next)), [within]);
  const settle = useCallback(
    (next: number) => {
      setDragged(null);
      keep(String(within(next)));
    },
    [keep, within],
  );
  return { bounds, width: dragged ?? within(Number(kept)), drag, settle };
}
export type PaneWidth = ReturnType<typeof usePaneWidth>;
