import { useLayoutEffect, useRef } from 'preact/hooks';
import { keepFocus } from './keep-focus.js';
import { useKeys } from '../keys/use-keys.js';

export interface PaneOptions {
  /** The steps of the address of what stands beside the list, or in its place; '' where nothing does. */
  opened: string;
  /** The row that is open; null where none is. */
  openId: string | null;
  /** Takes away what is open. */
  close(): void;
}

/** What stands beside the list, or in its place. */
const paneSelector = '[data-pane]';
const rowSelector = '.rows-scroll [data-index] a';

const isLost = (): boolean => document.activeElement === null || document.activeElement === document.body;

const first = (selector: string): HTMLElement | null => {
  const found = document.querySelector(selector);
  return found instanceof HTMLElement && found.checkVisibility() ? found : null;
};

function focusPane(): void {
  const pane = first(paneSelector);
  if (!pane || pane.contains(document.activeElement)) return;
  // Not `autofocus`: a browser acts on that itself, a frame later, when the focus may have moved on.
  const field = pane.querySelector('[data-first-focus]');
  pane.tabIndex = -1;
  (field instanceof HTMLElement ? field : pane).focus({ preventScroll: true });
}

/** The row that was open, the element that opened it, one that leads where that led, or the list. */
function returnFocus(openId: string | null, opener: HTMLElement | null): void {
  const row = openId === null ? null : first(`${rowSelector}[href*="/${CSS.escape(openId)}"]`);
  const held = opener?.isConnected && opener.checkVisibility() ? opener : null;
  const href = opener?.getAttribute('href');
  const like = href ? first(`a[href="${CSS.escape(href)}"]`) : null;
  (row ?? held ?? like ?? first('.rows-scroll'))?.focus({ preventScroll: true });
}

/**
 * What a list opens, by keys alone: a click or Enter gives it the focus, `j` and `k` leave that on the row, Escape closes it,
 * and the focus is back on the row or the button that opened it.
 */
export function usePane({ opened, openId, close }: PaneOptions): void {
  useKeys((event) => (event.key === 'Escape' && opened !== '' ? close : null));
  const { opener, isClick } = useLastAct();
  useLayoutEffect(keepFocus, []);
  const before = useRef({ opened, openId });
  useLayoutEffect(() => {
    const was = before.current;
    before.current = { opened, openId };
    if (was.opened === opened) return;
    if (opened === '') {
      if (isLost()) returnFocus(was.openId, opener.current);
    } else if (isClick.current || isLost()) focusPane();
  });
}

/** What had the focus outside the pane, and whether the last act was a click, as Enter makes one, or a mere key. */
function useLastAct() {
  const opener = useRef<HTMLElement | null>(null);
  const isClick = useRef(false);
  useLayoutEffect(() => {
    const listeners = new AbortController();
    const options = { capture: true, signal: listeners.signal };
    const onFocus = ({ target }: Event) => {
      if (target instanceof HTMLElement && !target.closest(`${paneSelector}, dialog`))
        opener.current = target;
    };
    const onClick = ({ target }: Event) => {
      isClick.current = true;
      if (target instanceof Element && target.closest(`${rowSelector}[aria-current="true"]`)) focusPane();
    };
    document.addEventListener('focusin', onFocus, options);
    document.addEventListener('click', onClick, options);
    document.addEventListener('keydown', () => void (isClick.current = false), options);
    return () => listeners.abort();
  }, []);
  return { opener, isClick };
}
