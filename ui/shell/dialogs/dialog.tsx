import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

export interface DialogProps {
  class: string;
  'aria-label'?: string;
  'aria-labelledby'?: string;
  /** What Escape does, and a click beside it. */
  onClose(): void;
  children: ComponentChildren;
}

/** What floats over the page and holds the focus, which goes back to where it was however the dialog ends. */
export function Dialog({ onClose, children, ...attributes }: DialogProps) {
  const ref = useRef<HTMLDialogElement | null>(null);
  const latest = useRef(onClose);
  latest.current = onClose;
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (!dialog) return undefined;
    const end = () => latest.current();
    // At once: `close` comes later than a next key, and would take away what that key opened.
    const cancel = (event: Event) => {
      event.preventDefault();
      end();
    };
    dialog.addEventListener('cancel', cancel);
    dialog.addEventListener('close', end);
    dialog.showModal();
    return () => {
      // One that is taken away while it is open would leave the focus nowhere.
      dialog.removeEventListener('cancel', cancel);
      dialog.removeEventListener('close', end);
      dialog.close();
    };
  }, []);
  return (
    <dialog
      {...attributes}
      ref={ref}
      onClick={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      {children}
    </dialog>
  );
}
