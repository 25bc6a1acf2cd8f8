import { AppError } from '../../contract/errors.js';
import type { Blobs, MailSearchIndex, Store } from '../ports/ports.js';

/** The state of a workspace as one run of it may use it: to the end of the run, and no longer. */
export interface Fence {
  store: Store;
  blobs: Blobs;
  text: MailSearchIndex;
  /** From now on nothing is written through it: what was under way fails, or does nothing, wherever it goes on. */
  end(): void;
  /** Resolves when raw mail that was on its way at the end has come to rest. */
  drained(): Promise<void>;
}

export interface FenceDeps {
  store: Store;
  blobs: Blobs;
  text: MailSearchIndex;
  /** Whether a snapshot has this mail, so that its text must stay to be found again. */
  isPinned(id: string): boolean;
}

const over = () =>
  new AppError(
    'NOT_READY',
    'The workspace was put into another state (reset, restore or import) while this was under way',
    { issue: 'Expected no reset, restore or import meanwhile: try again' },
  );

/**
 * Lends the state to one run of a workspace. Reading goes on after the end, so that who waits for something sees the state
 * that came; writing does not, so that nothing of the former state gets into it.
 */
export function createFence({ store, blobs, text, isPinned }: FenceDeps): Fence {
  let ended = false;
  const subscriptions = new Set<() => void>();
  const underWay = new Set<Promise<unknown>>();
  const track = (work: Promise<void>): Promise<void> => {
    const tracked = work.finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  };
  return {
    store: {
      ...store,
      get seq() {
        return store.seq;
      },
      commit(change) {
        if (ended) throw over();
        return store.commit(change);
      },
      subscribe(listener) {
        const unsubscribe = store.subscribe(listener);
        subscriptions.add(unsubscribe);
        return () => {
          subscriptions.delete(unsubscribe);
          unsubscribe();
        };
      },
    },
    blobs: {
      get: blobs.get,
      put: (id, raw) => (ended ? Promise.reject(over()) : track(blobs.put(id, raw))),
      remove: (id) => (ended ? Promise.resolve() : track(blobs.remove(id))),
    },
    text: {
      ...text,
      put(id, words, filter) {
        if (!ended) text.put(id, words, filter);
      },
      remove(id) {
        if (!ended && !isPinned(id)) text.remove(id);
      },
    },
    end() {
      ended = true;
      for (const unsubscribe of subscriptions) unsubscribe();
    },
    async drained() {
      await Promise.allSettled(underWay);
    },
  };
}
