import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Feed, FrameListener } from '../../live/feed.js';
import { useFrames } from '../../live/use-feed.js';
import type { Dispatch } from '../state.js';

/** Rows below the top from which on the list stands still for a moment between two changes. */
const deepRows = 40;
const gapMs = 200;

/**
 * Hands the frames of the feed on. Far from the top, mail that comes in moves all rows and shows none: some times a second
 * are enough there. `first` is the first row in view.
 */
export function useListFrames(feed: Feed, first: { current: number }, dispatch: Dispatch): void {
  const waiting = useRef<LiveFrame[]>([]);
  const timer = useRef(0);
  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = 0;
    const frames = waiting.current;
    waiting.current = [];
    if (frames.length > 0) dispatch({ type: 'frames', frames });
  }, [dispatch]);
  const listen = useCallback<FrameListener>(
    (frames) => {
      for (const frame of frames) waiting.current.push(frame);
      if (first.current < deepRows) flush();
      else if (timer.current === 0) timer.current = window.setTimeout(flush, gapMs);
    },
    [flush, first],
  );
  useFrames(feed, listen);
  useEffect(() => () => window.clearTimeout(timer.current), []);
}
