import { useCallback, useRef, useState } from 'preact/hooks';

export interface Toast {
  text: string;
  /** `lasting` is bad, and takes back what was said before: it stays until it is dismissed. */
  tone: 'plain' | 'bad' | 'lasting';
  undo: (() => void) | null;
}

const shownMs = 5000;
const lastingOf = (toasts: readonly Toast[]): readonly Toast[] =>
  toasts.filter(({ tone }) => tone === 'lasting');

/** One notice at a time, and those that last; a later one takes the place of an earlier one. */
export function useToast() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const timer = useRef(0);
  /** Takes a notice away; without one, all that do not last. */
  const dismiss = useCallback(
    (gone?: Toast) => setToasts((held) => (gone ? held.filter((toast) => toast !== gone) : lastingOf(held))),
    [],
  );
  const show = useCallback(
    (text: string, tone: Toast['tone'] = 'plain', undo: Toast['undo'] = null) => {
      window.clearTimeout(timer.current);
      setToasts((held) => [...lastingOf(held).filter((toast) => toast.text !== text), { text, tone, undo }]);
      timer.current = window.setTimeout(dismiss, shownMs);
    },
    [dismiss],
  );
  return { toasts, show, dismiss };
}
export type ShowToast = ReturnType<typeof useToast>['show'];
