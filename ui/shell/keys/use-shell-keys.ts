import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Page } from '../page.js';
import { isBusyElsewhere } from './use-keys.js';
import { isTurnedOff } from './use-single-keys.js';

export interface ShellKeys {
  pages: readonly Page[];
  openPage(page: Page): void;
  openHelp(): void;
  openPalette(): void;
}

/** How long after `g` the letter of a page is waited for. */
const patienceMs = 1500;

const isPaletteKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'k' && (ctrlKey || metaKey) && !altKey && !shiftKey;

/** Keys that work on every page: before those of the page, which would take the letter after `g` for theirs. */
export function useShellKeys(keys: ShellKeys): void {
  const latest = useRef(keys);
  latest.current = keys;
  useLayoutEffect(() => {
    let startedAt = -Infinity;
    function onKeyDown(event: KeyboardEvent) {
      const command = isPaletteKey(event) ? openPalette() : commandOf(event);
      if (!command) return;
      event.preventDefault();
      command();
    }
    const openPalette = () => (document.querySelector('dialog[open]') ? null : latest.current.openPalette);
    function commandOf(event: KeyboardEvent): (() => void) | null {
      if (isBusyElsewhere(event) || isTurnedOff(event)) return null;
      const isSecond = performance.now() - startedAt < patienceMs;
      startedAt = -Infinity;
      const page = isSecond && latest.current.pages.find(({ key }) => key === event.key);
      if (page) return () => latest.current.openPage(page);
      if (event.key === '?') return latest.current.openHelp;
      return event.key === 'g' ? () => void (startedAt = performance.now()) : null;
    }
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
