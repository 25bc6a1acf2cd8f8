import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Feed } from '../../live/feed.js';
import { useNews } from '../../live/use-feed.js';
import { failureOf } from '../loading/use-fetched.js';
import type { Fetched } from '../loading/use-fetched.js';
import { useLook } from '../use-look.js';
import { usePaced } from '../loading/use-paced.js';

export interface CurrentOptions<T> {
  feed: Feed;
  /** It is to stay the same between renders, as `isNews` is. */
  load(signal: AbortSignal): Promise<T>;
  /** Whether a frame says that the value is another now. */
  isNews(frame: LiveFrame): boolean;
  /** Asked again so often, in ms, while it is in sight: for what may change without a frame. */
  lookMs?: number;
  /** Least time between two fetches. */
  gapMs?: number;
}

const timeoutMs = 10_000;

/** What was there stays where nobody answers, as the connection says then: a form in it keeps what is entered. */
function afterFailure<T>(held: Fetched<T>, error: unknown): Fetched<T> {
  const failure = failureOf(error);
  return held.phase === 'ready' && failure.isUnanswered ? held : failure;
}

/** What a part of a page needs, fetched anew whenever it changed; the former value stays until the new one is there. */
export function useCurrent<T>({
  feed,
  load,
  isNews,
  lookMs,
  gapMs = 250,
}: CurrentOptions<T>): Fetched<T> & { refresh(): void } {
  const [state, setState] = useState<Fetched<T>>({ phase: 'loading' });
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => void (isGone.current = true);
  }, []);
  const refresh = usePaced(
    useCallback(
      () =>
        load(AbortSignal.timeout(timeoutMs)).then(
          (value) => void (isGone.current || setState({ phase: 'ready', value })),
          (error: unknown) => void (isGone.current || setState((held) => afterFailure(held, error))),
        ),
      [load],
    ),
    gapMs,
  );
  useEffect(refresh, [refresh]);
  useNews(feed, isNews, refresh);
  useLook(refresh, lookMs ?? null);
  return { ...state, refresh };
}
