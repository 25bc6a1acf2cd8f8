import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Navigate } from '../use-route.js';

const settleMs = 180;

/** The text of the search box, which reaches the address once typing pauses. */
export function useSearchText(q: string, navigate: Navigate) {
  const [text, setText] = useState(q);
  const timer = useRef(0);
  const sent = useRef(q);

  useEffect(() => {
    if (q !== sent.current) setText(q);
    sent.current = q;
  }, [q]);

  const search = useCallback(
    (next: string) => {
      window.clearTimeout(timer.current);
      setText(next);
      sent.current = next.trim();
      navigate({ q: next.trim() }, 'replace');
    },
    [navigate],
  );
  const type = useCallback(
    (next: string) => {
      window.clearTimeout(timer.current);
      setText(next);
      timer.current = window.setTimeout(() => {
        sent.current = next.trim();
        navigate({ q: next.trim() }, 'replace');
      }, settleMs);
    },
    [navigate],
  );
  useEffect(() => () => window.clearTimeout(timer.current), []);
  return { text, type, search };
}
export type SearchText = ReturnType<typeof useSearchText>;
