import type { ComponentChildren } from 'preact';
import { Dialog } from './dialog.js';

export interface SheetProps {
  label: string;
  class?: string;
  children: ComponentChildren;
  onClose(): void;
}

/** What floats over the page until Escape or a click beside it. */
export const Sheet = ({ label, class: more = '', children, onClose }: SheetProps) => (
  <Dialog class={`sheet ${more}`} aria-label={label} onClose={onClose}>
    {children}
  </Dialog>
);
