import { useEffect, useMemo, useState } from 'preact/hooks';
import { createFeed } from './feed.js';
import type { Connection, Feed, FrameListener } from './feed.js';

/** The feed of an address, which is to stay the same between renders, and how its connection stands. */
export function useFeed(addressOf: (since: number | null) => string): {
  feed: Feed;
  connection: Connection;
} {
  const feed = useMemo(() => createFeed(addressOf), [addressOf]);
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => feed.open(setConnection), [feed]);
  return { feed, connection };
}

/** Listens to a feed. `listener` is to stay the same between renders. */
export function useFrames(feed: Feed, listener: FrameListener): void {
  useEffect(() => feed.onFrames(listener), [feed, listener]);
}
