import { useCallback, useRef, useState } from 'preact/hooks';

export interface Toast {
  text: string;
  tone: 'plain' | 'bad';
  undo: (() => void) | null;
}

const shownMs = 5000;

/** One notice at a time; a later one takes the place of an earlier one. */
export function useToast() {
  const [toast, setToast] = useState<Toast | null>(null);
  const timer = useRef(0);
  const dismiss = useCallback(() => setToast(null), []);
  const show = useCallback((text: string, tone: Toast['tone'] = 'plain', undo: Toast['undo'] = null) => {
    window.clearTimeout(timer.current);
    setToast({ text, tone, undo });
    timer.current = window.setTimeout(() => setToast(null), shownMs);
  }, []);
  return { toast, show, dismiss };
}
export type ShowToast = ReturnType<typeof useToast>['show'];
