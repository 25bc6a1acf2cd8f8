import type { ComponentChildren } from 'preact';

export interface SheetProps {
  label: string;
  class?: string;
  children: ComponentChildren;
  onClose(): void;
}

/** What floats over the page until Escape or a click beside it. */
export const Sheet = ({ label, class: more = '', children, onClose }: SheetProps) => (
  <dialog
    class={`sheet ${more}`}
    aria-label={label}
    ref={(dialog) => {
      if (dialog && !dialog.open) dialog.showModal();
    }}
    onClose={onClose}
    onClick={(event) => {
      if (event.target === event.currentTarget) onClose();
    }}
  >
    {children}
  </dialog>
);
