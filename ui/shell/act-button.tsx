import type { ComponentChildren } from 'preact';

export interface ActButtonProps {
  /** Whether it cannot act at the moment: while what it began is under way, say. */
  isOff: boolean;
  type?: 'button' | 'submit';
  class: string;
  /** What it does, or why it is off. */
  title?: string | undefined;
  'aria-label'?: string | undefined;
  'aria-pressed'?: boolean;
  onClick?(): void;
  children: ComponentChildren;
}

/** A button that keeps the focus while it is off: one that is `disabled` loses it, and a reader its place in the page. */
export const ActButton = ({ isOff, type = 'button', onClick, ...rest }: ActButtonProps) => (
  <button
    {...rest}
    type={type}
    aria-disabled={isOff}
    onClick={(event) => {
      // Enter in a field of its form clicks it too.
      if (isOff) event.preventDefault();
      else onClick?.();
    }}
  />
);
