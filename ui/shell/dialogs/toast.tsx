import { useLayoutEffect, useRef } from 'preact/hooks';
import { Icon } from '../icons.js';
import { focusPage } from '../panes/focus-page.js';
import type { Toast } from './use-toast.js';

export interface ToastsProps {
  toasts: readonly Toast[];
  onDismiss(toast: Toast): void;
}

/** The notices; where one goes that has the focus, this goes back to where it was, or to the list. */
export function Toasts({ toasts, onDismiss }: ToastsProps) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef<EventTarget | null>(null);
  const hadFocus = useRef(false);
  useLayoutEffect(() => {
    if (!hadFocus.current || document.activeElement !== document.body) return;
    hadFocus.current = false;
    const held = before.current instanceof HTMLElement && before.current.isConnected ? before.current : null;
    const list = document.querySelector<HTMLElement>('main :is(.rows-scroll, [role=listbox])');
    (held ?? list)?.focus({ preventScroll: true });
    if (document.activeElement === document.body) focusPage();
  }, [toasts]);
  return (
    <div
      ref={place}
      class="toast-place"
      role="status"
      aria-live="polite"
      onFocusIn={({ relatedTarget }) => {
        hadFocus.current = true;
        if (!(relatedTarget instanceof Node && place.current?.contains(relatedTarget)))
          before.current = relatedTarget;
      }}
      onFocusOut={({ relatedTarget }) => {
        if (relatedTarget !== null) hadFocus.current = false;
      }}
    >
      {toasts.map((toast) => (
        <div
          key={toast.tone === 'lasting' ? toast.text : ''}
          class={`toast ${toast.tone}`}
          data-testid="toast"
        >
          <bdi>{toast.text}</bdi>
          {toast.undo && (
            <button type="button" class="toast-undo" onClick={toast.undo}>
              Undo
            </button>
          )}
          <button type="button" class="toast-close" aria-label="Dismiss" onClick={() => onDismiss(toast)}>
            <Icon name="close" size={14} />
          </button>
        </div>
      ))}
    </div>
  );
}
