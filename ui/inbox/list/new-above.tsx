import { useRef } from 'preact/hooks';

export interface NewAboveProps {
  /** Mails that came in since the page was loaded. */
  arrivals: number;
  isAtTop: boolean;
  onShow(): void;
}

/** How many mails came in above what is being read. */
export function NewAbove({ arrivals, isAtTop, onShow }: NewAboveProps) {
  const seen = useRef(arrivals);
  if (isAtTop) seen.current = arrivals;
  const count = arrivals - seen.current;
  if (count <= 0) return null;
  return (
    <button type="button" class="new-above" onClick={onShow}>
      ↑ {count.toLocaleString()} new
    </button>
  );
}
