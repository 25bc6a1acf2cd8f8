import type { ComponentChildren } from 'preact';

/** A row of a list of names and values. */
export const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children === null || children === '' ? <span class="muted">none</span> : <bdi>{children}</bdi>}</dd>
  </div>
);
