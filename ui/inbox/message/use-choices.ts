import { useCallback } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { SimulateChoice } from '../../../src/contract/simulate.js';
import type { Feed } from '../../live/feed.js';
import { useCurrent } from '../../shell/lists/use-current.js';
import type { MessageApi } from './message-api.js';

export interface ChoicesOptions {
  api: MessageApi;
  feed: Feed;
  id: string;
  /** Whether the message has been read: of one that is gone nothing is asked. */
  isThere: boolean;
}

/** What can be simulated with a message as it is now; null until that is known. */
export function useChoices({ api, feed, id, isThere }: ChoicesOptions): readonly SimulateChoice[] | null {
  const load = useCallback(
    async (signal: AbortSignal) => ({ id, choices: isThere ? await api.simulateChoices(id, signal) : null }),
    [api, id, isThere],
  );
  // Whether a recipient can leave depends on the contact and its suppression too.
  const isNews = useCallback(
    (frame: LiveFrame) =>
      (frame.type === 'message' && frame.message.id === id) ||
      (frame.type === 'changed' &&
        frame.tables.some((table) => table === 'contacts' || table === 'suppressions')),
    [id],
  );
  const fetched = useCurrent({ feed, load, isNews });
  return fetched.phase === 'ready' && fetched.value.id === id ? fetched.value.choices : null;
}
