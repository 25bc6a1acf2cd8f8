import { useEffect, useRef, useState } from 'preact/hooks';

const settleMs = 800;

/** What a screen reader is told of mail that came in, once a burst is over. */
export function useAnnouncement(arrivals: number): string {
  const [words, setWords] = useState('');
  const told = useRef(0);
  useEffect(() => {
    if (arrivals === told.current) return undefined;
    const timer = window.setTimeout(() => {
      const count = arrivals - told.current;
      told.current = arrivals;
      setWords(count === 1 ? '1 new message' : `${count} new messages`);
    }, settleMs);
    return () => window.clearTimeout(timer);
  }, [arrivals]);
  return words;
}
