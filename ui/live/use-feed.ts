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

/**
 * The feed of an address, which is to stay the same between renders, how its connection stands, and how often it was lost or
 * refused. It is connected while it `isWanted`.
 */
export function useFeed(addressOf: (since: number | null) => string, isWanted: boolean) {
  const feed = useMemo(() => createFeed(addressOf), [addressOf]);
  const [connection, setConnection] = useState<Connection>('connecting');
  const [losses, setLosses] = useState(0);
  // Before the first paint: what is fetched first waits for it.
  useLayoutEffect(() => {
    if (!isWanted) return undefined;
    return feed.open((now) => {
      setConnection(now);
      if (now === 'lost') setLosses((count) => count + 1);
    });
  }, [feed, isWanted]);
  return { feed, connection: useOffline(connection), losses };
}

/** Listens to a feed. `listener` is to stay the same between renders. */
export function useFrames(feed: Feed, listener: FrameListener): void {
  useLayoutEffect(() => feed.onFrames(listener), [feed, listener]);
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
