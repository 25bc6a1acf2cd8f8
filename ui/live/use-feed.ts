import { useCallback, useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { LiveFrame } from '../../src/contract/frame.js';
import { createFeed } from './feed.js';
import type { Connection, Feed, FrameListener } from './feed.js';

const patienceMs = 10_000;

/** The connection, which is offline once it was lost, or never made, for a while. */
function useOffline(connection: Connection): Connection {
  const [isOffline, setOffline] = useState(false);
  useEffect(() => {
    setOffline(false);
    if (connection === 'live') return undefined;
    const timer = window.setTimeout(() => setOffline(true), patienceMs);
    return () => window.clearTimeout(timer);
  }, [connection]);
  return isOffline && connection !== 'live' ? 'offline' : connection;
}

/** The feed of an address, which is to stay the same between renders, and how its connection stands. */
export function useFeed(addressOf: (since: number | null) => string): {
  feed: Feed;
  connection: Connection;
} {
  const feed = useMemo(() => createFeed(addressOf), [addressOf]);
  const [connection, setConnection] = useState<Connection>('connecting');
  // Before the first paint: what is fetched first waits for it.
  useLayoutEffect(() => feed.open(setConnection), [feed]);
  return { feed, connection: useOffline(connection) };
}

/** Listens to a feed. `listener` is to stay the same between renders. */
export function useFrames(feed: Feed, listener: FrameListener): void {
  useEffect(() => feed.onFrames(listener), [feed, listener]);
}

/**
 * Calls `refresh` when frames say that something is another now: by `isNews`, or by a greeting or a resync, before which
 * anything may have happened. Both are to stay the same between renders.
 */
export function useNews(feed: Feed, isNews: (frame: LiveFrame) => boolean, refresh: () => void): void {
  const listen = useCallback<FrameListener>(
    (frames) => {
      const isOther = ({ type }: LiveFrame) => type === 'hello' || type === 'resync';
      if (frames.some((frame) => isOther(frame) || isNews(frame))) refresh();
    },
    [refresh, isNews],
  );
  useFrames(feed, listen);
}
