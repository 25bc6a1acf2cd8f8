import { useLayoutEffect, useRef } from 'preact/hooks';
import { isEarly } from './use-early-keys.js';
import { isTurnedOff } from './use-single-keys.js';

/** What a key does now; null when nothing. */
export type KeyCommand = (event: KeyboardEvent) => (() => void) | null;

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

/** Whether a key belongs to the browser, a text field, or a dialog, also one that is on its way. */
export const isBusyElsewhere = (event: KeyboardEvent): boolean =>
  event.ctrlKey ||
  event.metaKey ||
  event.altKey ||
  isEarly() ||
  document.querySelector('dialog[open]') !== null ||
  isTyping(event.target);

/** Keys that work with the focus anywhere, but not in a text field or while a dialog is open. */
export function useKeys(commandOf: KeyCommand): void {
  const latest = useRef(commandOf);
  latest.current = commandOf;
  useLayoutEffect(() => {
    function onKeyDown(event: KeyboardEvent) {
      if (event.defaultPrevented || isTurnedOff(event)) return;
      if (isBusyElsewhere(event)) {
        const { key, target } = event;
        if (key === 'Escape' && isTyping(target) && target instanceof HTMLElement) target.blur();
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
