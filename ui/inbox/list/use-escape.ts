import { useLayoutEffect } from 'preact/hooks';

/** Escape closes a panel, before it does anything else; the focus within goes to the button that opened it. */
export function useEscape(id: string, onClose: () => void): void {
  useLayoutEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      event.preventDefault();
      if (document.getElementById(id)?.contains(document.activeElement))
        document.querySelector<HTMLElement>(`[aria-controls="${id}"]`)?.focus();
      onClose();
    }
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [id, onClose]);
}
