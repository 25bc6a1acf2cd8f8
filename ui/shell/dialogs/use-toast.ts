import { useCallback, useRef, useState } from 'preact/hooks';

export interface Toast {
  text: string;
  /** `lasting` is bad, and takes back what was said before: it stays until it is dismissed, or another notice comes. */
  tone: 'plain' | 'bad' | 'lasting';
  undo: (() => void) | null;
}

const shownMs = 5000;

/** One notice at a time; a later one takes the place of an earlier one. */
export function useToast() {
  const [toast, setToast] = useState<Toast | null>(null);
  const timer = useRef(0);
  const dismiss = useCallback(() => setToast(null), []);
  /** Takes away what does not last. */
  const fade = useCallback(() => setToast((held) => (held?.tone === 'lasting' ? held : null)), []);
  const show = useCallback((text: string, tone: Toast['tone'] = 'plain', undo: Toast['undo'] = null) => {
    window.clearTimeout(timer.current);
    setToast({ text, tone, undo });
    timer.current = window.setTimeout(fade, shownMs);
  }, []);
  return { toast, show, dismiss, fade };
}
export type ShowToast = ReturnType<typeof useToast>['show'];
