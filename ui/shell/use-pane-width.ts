import { useCallback, useState } from 'preact/hooks';
import { useStored } from './use-stored.js';

export const paneWidths = { min: 280, usual: 380, max: 640 } as const;
const isNumber = (text: string): text is string => /^\d{2,4}$/.test(text);
const within = (width: number) => Math.round(Math.min(paneWidths.max, Math.max(paneWidths.min, width)));

/** The width of the list, remembered when a drag ends. */
export function usePaneWidth() {
  const [kept, keep] = useStored('list-width', String(paneWidths.usual), isNumber);
  const [dragged, setDragged] = useState<number | null>(null);
  const width = dragged ?? within(Number(kept));
  const drag = useCallback((next: number) => setDragged(within(next)), []);
  const settle = useCallback(
    (next: number) => {
      setDragged(null);
      keep(String(within(next)));
    },
    [keep],
  );
  return { width, drag, settle };
}
export type PaneWidth = ReturnType<typeof usePaneWidth>;
