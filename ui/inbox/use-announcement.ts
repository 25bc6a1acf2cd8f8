import { useEffect, useRef, useState } from 'preact/hooks';

const settleMs = 800;

/** What a screen reader announces of new mail, once a burst is over. */
export function useAnnouncement(arrivals: number): string {
  const [words, setWords] = useState('');
  const announced = useRef(0);
  useEffect(() => {
    if (arrivals === announced.current) return undefined;
    const timer = window.setTimeout(() => {
      const count = arrivals - announced.current;
      announced.current = arrivals;
      setWords(count === 1 ? '1 new message' : `${count} new messages`);
    }, settleMs);
    return () => window.clearTimeout(timer);
  }, [arrivals]);
  return words;
}
