import { AppError } from '../../contract/errors.js';
import type { Blobs, MailSearchIndex, Store } from '../ports/ports.js';

/** The state of a workspace as one generation may use it: until the generation ends. */
export interface Fence {
  store: Store;
  blobs: Blobs;
  text: MailSearchIndex;
  /** Writes after it fail, or do nothing. */
  end(): void;
  /** Resolves when the writes of raw mail that were under way at the end are done. */
  drained(): Promise<void>;
}

export interface FenceDeps {
  store: Store;
  blobs: Blobs;
  text: MailSearchIndex;
  /** Whether a snapshot has this mail, so that its text must stay in the search index. */
  isPinned(id: string): boolean;
}

/** Undocumented: we chose that a call fails when the state under it changes, and does not go on in the next one. */
const endedError = () =>
  new AppError(
    'NOT_READY',
    'The workspace was put into another state (reset, restore or import) while this was under way',
    { issue: 'Expected no reset, restore or import meanwhile: try again' },
  );

/**
 * Fences the state of a workspace for one generation. Reading goes on after the end, so that a wait sees the next state;
 * writing does not, so that no part of the former state gets into the next.
 */
export function createFence({ store, blobs, text, isPinned }: FenceDeps): Fence {
  let ended = false;
  const subscriptions = new Set<() => void>();
  const underWay = new Set<Promise<unknown>>();
  const watch = (work: Promise<void>): Promise<void> => {
    const watched = work.finally(() => underWay.delete(watched));
    underWay.add(watched);
    return watched;
  };
  return {
    store: {
      ...store,
      get seq() {
        return store.seq;
      },
      get bulkSeq() {
        return store.bulkSeq;
      },
      commit(change, bulk) {
        if (ended) throw endedError();
        return store.commit(change, bulk);
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
      put: (id, raw) => (ended ? Promise.reject(endedError()) : watch(blobs.put(id, raw))),
      remove: (id) => (ended ? Promise.resolve() : watch(blobs.remove(id))),
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
