import { useEffect, useRef } from 'preact/hooks';

/** What a key does now; null when nothing. */
export type KeyCommand = (event: KeyboardEvent) => (() => void) | null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Keys that work with the focus anywhere, but not in a text field or while a dialog is open. */
export function useKeys(commandOf: KeyCommand): void {
  const latest = useRef(commandOf);
  latest.current = commandOf;
  useEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
      if (document.querySelector('dialog[open]')) return;
      if (isTyping(event.target)) {
        if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
        return;
      }
      const command = latest.current(event);
      if (!command) return;
      event.preventDefault();
      command();
    }
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
