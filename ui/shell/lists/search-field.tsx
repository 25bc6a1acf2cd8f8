import type { ComponentChildren } from 'preact';
import { Icon } from '../icons.js';

export interface SearchFieldProps {
  /** What is looked for; the name of the field, and its placeholder where there is no longer one. */
  label: string;
  placeholder?: string;
  title?: string;
  value: string;
  onSearch(text: string): void;
  /** Buttons at its end. */
  children?: ComponentChildren;
}

/** The field by which a list is searched as one types; the key `/` leads to it. */
export const SearchField = ({
  label,
  placeholder = label,
  title,
  value,
  onSearch,
  children,
}: SearchFieldProps) => (
  <div class="search" role="search">
    <Icon name="search" />
    <input
      id="search"
      type="search"
      dir="auto"
      placeholder={placeholder}
      title={title}
      aria-label={label}
      autocomplete="off"
      spellcheck={false}
      value={value}
      onInput={({ currentTarget }) => onSearch(currentTarget.value)}
    />
    {children}
  </div>
);
