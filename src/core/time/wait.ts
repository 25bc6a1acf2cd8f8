import type { WaitFor } from '../ports/wait.js';
import type { Timers } from './clock.js';

export interface WaitDeps {
  timers: Timers;
  /** Calls the listener after each change; returns the function that ends that. */
  subscribe(listener: () => void): () => void;
  /** Aborted when nothing can come any more; its reason is thrown. */
  ended: AbortSignal;
}

/** Resolves with the first result of `find` that is not null, now or after a change; with null when the time is up. */
export async function waitFor<T>(
  { timers, subscribe, ended }: WaitDeps,
  { timeout, signal, find }: WaitFor<T>,
): Promise<T | null> {
  let changed = false;
  let over = false;
  let wake: () => void = () => undefined;
  ended.throwIfAborted();
  const unsubscribe = subscribe(() => {
    changed = true;
    wake();
  });
  const end = () => {
    over = true;
    wake();
  };
  const alarm = timers.after(timeout, end);
  signal?.addEventListener('abort', end, { once: true });
  ended.addEventListener('abort', end, { once: true });
  try {
    for (;;) {
      changed = false;
      ended.throwIfAborted();
      const found = await find();
      if (found !== null || over) return found;
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      ended.throwIfAborted();
      if (over && !changed) return await find();
    }
  } finally {
    unsubscribe();
    alarm.cancel();
    signal?.removeEventListener('abort', end);
    ended.removeEventListener('abort', end);
  }
}
