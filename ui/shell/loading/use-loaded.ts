import { useLayoutEffect, useState } from 'preact/hooks';

/** Code that comes when it is first needed: null before it is there. */
export interface Loaded<T> {
  value: T | null;
  isFailed: boolean;
}

const failureListeners = new Set<() => void>();

/** Hears of each part of the UI whose code did not come, until the returned function is called. */
export function onLoadFailure(listener: () => void): () => void {
  failureListeners.add(listener);
  return () => void failureListeners.delete(listener);
}

/**
 * Loads a part of the UI; `load` null means not now. It is to stay the same between renders: what was loaded once is there
 * at once.
 */
export function useLoaded<T>(load: (() => Promise<T>) | null): Loaded<T> {
  const [loaded, setLoaded] = useState<ReadonlyMap<() => Promise<T>, T>>(new Map());
  const [failed, setFailed] = useState<(() => Promise<T>) | null>(null);
  // Not after the first paint: what is there already need not wait for it.
  useLayoutEffect(() => {
    if (!load || loaded.has(load)) return;
    load().then(
      (value) => setLoaded((held) => new Map(held).set(load, value)),
      () => {
        setFailed(() => load);
        for (const listener of failureListeners) listener();
      },
    );
  }, [load]);
  return { value: (load && loaded.get(load)) ?? null, isFailed: load !== null && failed === load };
}
