import { useLayoutEffect } from 'preact/hooks';

/**
 * Calls `look` whenever the page is looked at again, and each `everyMs` while it is in sight: for what changes without a
 * frame of the feed; null is never. It is to stay the same between renders.
 */
export function useLook(look: () => void, everyMs: number | null): void {
  useLayoutEffect(() => {
    if (everyMs === null) return undefined;
    const lookIfSeen = () => void (document.hidden || look());
    const timer = window.setInterval(lookIfSeen, everyMs);
    window.addEventListener('focus', lookIfSeen);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('focus', lookIfSeen);
    };
  }, [look, everyMs]);
}
