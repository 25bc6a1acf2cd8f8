import { useCallback, useEffect, useState } from 'preact/hooks';
import type { Feed, FrameListener } from '../../live/feed.js';
import { useFrames } from '../../live/use-feed.js';
import type { HeldClock } from '../../words/time-words.js';
import { CallError } from './control.js';
import type { Control } from './control.js';
import type { Info } from './info.js';
import { useLook } from '../use-look.js';
import { usePaced } from '../loading/use-paced.js';

const gapMs = 400;
/** Other workspaces come and go without a frame of this one. */
const lookMs = 10_000;

export interface WorkspaceDeps {
  control: Control;
  feed: Feed;
  /** How often the connection was lost or refused: the workspace may be gone. */
  losses: number;
  setMissing(isMissing: boolean): void;
}

/** What the workspace says of itself. Its counts are the server's, asked for again whenever something changed. */
export function useWorkspace({ control, feed, losses, setMissing }: WorkspaceDeps) {
  const [info, setInfo] = useState<Info | null>(null);
  const [clock, setClock] = useState<HeldClock | null>(null);

  const ask = useCallback(async () => {
    try {
      const loaded = await control.data<Info>('/info', AbortSignal.timeout(10_000));
      setInfo(loaded);
      setMissing(false);
      setClock({ ...loaded.clock, heardAt: performance.now() });
    } catch (error) {
      if (error instanceof CallError && error.status === 404) setMissing(true);
      // Otherwise the connection's dot says that nobody answers; the next change asks again.
    }
  }, [control, setMissing]);
  const request = usePaced(ask, gapMs);
  useEffect(request, [request, losses]);
  useLook(request, lookMs);

  const listen = useCallback<FrameListener>(
    (frames, heardAt) => {
      const set = frames.findLast((frame) => frame.type === 'clock');
      if (set) setClock({ ...set.clock, heardAt });
      request();
    },
    [request],
  );
  useFrames(feed, listen);
  return { info, clock };
}
