import type { ComponentChildren } from 'preact';
import type { CursorList } from '../../shell/lists/cursor-list.js';

export interface PartProps {
  title: string;
  list: CursorList<unknown>;
  /** What is said where there is nothing. */
  none: string;
  onMore(): void;
  children: ComponentChildren;
}

/** A list within the detail, with its number and the way to what follows. */
export const PartOfDetail = ({ title, list, none, onMore, children }: PartProps) => (
  <section class="contacts-part" aria-label={title} aria-busy={list.phase === 'loading'}>
    <h3>
      {title}{' '}
      {list.rows.length > 0 && (
        <small class="muted">
          {list.rows.length.toLocaleString()}
          {list.cursor !== null && '+'}
        </small>
      )}
    </h3>
    {list.phase === 'failed' && (
      <p class="bad" role="alert">
        {list.issue}
      </p>
    )}
    {list.phase === 'ready' && list.rows.length === 0 && <p class="muted">{none}</p>}
    {list.rows.length > 0 && children}
    {list.cursor !== null && (
      <button type="button" class="button small" onClick={onMore}>
        Show more
      </button>
    )}
  </section>
);
