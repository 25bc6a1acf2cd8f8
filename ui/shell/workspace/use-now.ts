import { useEffect, useState } from 'preact/hooks';
import { beatMs, shownTime } from '../../words/time-words.js';
import type { HeldClock } from '../../words/time-words.js';

/** The workspace's time in ms, anew each second. */
export function useNow(clock: HeldClock | null): number {
  const [, setBeat] = useState(0);
  useEffect(() => {
    const timer = window.setInterval(() => setBeat((beat) => beat + 1), beatMs);
    return () => window.clearInterval(timer);
  }, []);
  return shownTime(clock, performance.now());
}
