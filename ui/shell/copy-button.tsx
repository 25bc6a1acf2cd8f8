import { Icon } from './icons.js';
import type { Clip } from './use-copy.js';

/** Copies `text`; `label` says what that is. */
export function CopyButton({ clip, text, label }: { clip: Clip; text: string; label: string }) {
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
      {isDone ? 'Copied' : 'Copy'}
    </button>
  );
}
