import { useCallback } from 'preact/hooks';
import type { LiveFrame } from '../../../src/contract/frame.js';
import type { SimulateChoice } from '../../../src/contract/simulate.js';
import type { Feed } from '../../live/feed.js';
import { useCurrent } from '../../shell/use-current.js';
import type { Api } from '../api.js';

/** What can be simulated with a message as it is now; null until that is known. */
export function useChoices(api: Api, feed: Feed, id: string): readonly SimulateChoice[] | null {
  const load = useCallback(
    async (signal: AbortSignal) => ({ id, choices: await api.simulateChoices(id, signal) }),
    [api, id],
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
