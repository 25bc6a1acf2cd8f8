import { useLayoutEffect, useRef } from 'preact/hooks';

/** Whether keys are for what is still on its way. */
export const isEarly = (): boolean => document.documentElement.dataset['earlyKeys'] !== undefined;

/**
 * Takes the keys while what they are meant for is still on its way: none of them is a command of the page meanwhile. The ref
 * has what was typed.
 */
export function useEarlyKeys(isWaiting: boolean, onEscape: () => void): { current: string } {
  const typed = useRef('');
  useLayoutEffect(() => {
    if (!isWaiting) return undefined;
    function onKeyDown(event: KeyboardEvent) {
      const { key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (key === 'Escape') onEscape();
      else if (key === 'Backspace') typed.current = typed.current.slice(0, -1);
      else if (key.length === 1) typed.current += key;
    }
    document.documentElement.dataset['earlyKeys'] = '';
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      delete document.documentElement.dataset['earlyKeys'];
      window.removeEventListener('keydown', onKeyDown, true);
    };
  }, [isWaiting]);
  return typed;
}
