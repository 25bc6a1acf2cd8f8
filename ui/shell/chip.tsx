import type { ComponentChildren } from 'preact';
import { Icon } from './icons.js';
import type { IconName } from './icons.js';

export interface ChipProps {
  icon?: IconName;
  /** A state of the colour tokens, such as `delivered`; neutral without. */
  state?: string | undefined;
  tiny?: boolean;
  title?: string | undefined;
  children?: ComponentChildren;
}

/** A fact as icon and word, in the colour of its state. */
export const Chip = ({ icon, state, tiny, title, children }: ChipProps) => (
  <span class={`chip${tiny ? ' tiny' : ''}${state ? ` state-${state}` : ''}`} title={title}>
    {icon && <Icon name={icon} size={14} />}
    {children}
  </span>
);
