import type { ComponentChildren } from 'preact';

export interface SplitDetailProps {
  /** The heading of the page, which is out of sight with the list where there is no room for both. */
  page: string;
  /** What is opened: "Contact". */
  label: string;
  isBusy?: boolean;
  class?: string;
  children: ComponentChildren;
}

/** What stands beside a list, or in its place. */
export const SplitDetail = ({
  page,
  label,
  isBusy = false,
  class: more = '',
  children,
}: SplitDetailProps) => (
  <article data-pane class={`split-detail ${more}`} aria-label={label} aria-busy={isBusy}>
    <h1 class="hidden">{page}</h1>
    {children}
  </article>
);
