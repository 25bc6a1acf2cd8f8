import { Icon } from './icons.js';
import type { Clip } from './use-copy.js';

export interface CopyButtonProps {
  clip: Clip;
  text: string;
  /** What is copied. */
  label: string;
  /** What the button shows; "Copy" unless given. */
  word?: string;
}

/** Copies a text. */
export function CopyButton({ clip, text, label, word = 'Copy' }: CopyButtonProps) {
  const isDone = clip.copied === text;
  return (
    <button
      type="button"
      class="button quiet copy"
      aria-label={label}
      title={label}
      onClick={() => clip.copy(text)}
    >
      <Icon name={isDone ? 'check' : 'copy'} size={14} />
      {isDone ? 'Copied' : word}
    </button>
  );
}
