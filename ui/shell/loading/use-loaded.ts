import { useLayoutEffect, useState } from 'preact/hooks';

/** Code that comes when it is first needed: null before it is there. */
export interface Loaded<T> {
  value: T | null;
  isFailed: boolean;
}

/** What is known of code that did not come. */
export const lackReason = 'The emulator does not answer, or it is another version than before.';

type FailureListener = (what: string | null) => void;
const failureListeners = new Set<FailureListener>();

/** Hears of each part of the UI whose code did not come, and its name where nothing in the page says so, until the returned function is called. */
export function onLoadFailure(listener: FailureListener): () => void {
  failureListeners.add(listener);
  return () => void failureListeners.delete(listener);
}

/**
 * Loads a part of the UI; `load` null means not now. It is to stay the same between renders: what was loaded once is there
 * at once. With `what` a notice says that it did not come, for parts in whose place nothing could; `giveUp` then takes back
 * what the person asked for, so that it can be asked for again.
 */
export function useLoaded<T>(
  load: (() => Promise<T>) | null,
  what: string | null = null,
  giveUp?: () => void,
): Loaded<T> {
  const [loaded, setLoaded] = useState<ReadonlyMap<() => Promise<T>, T>>(new Map());
  const [failed, setFailed] = useState<(() => Promise<T>) | null>(null);
  // Not after the first paint: what is there already need not wait for it.
  useLayoutEffect(() => {
    if (!load || loaded.has(load)) return;
    load().then(
      (value) => setLoaded((held) => new Map(held).set(load, value)),
      () => {
        setFailed(() => load);
        for (const listener of failureListeners) listener(what);
        giveUp?.();
      },
    );
  }, [load]);
  return { value: (load && loaded.get(load)) ?? null, isFailed: load !== null && failed === load };
}
