import type { WaitFor } from '../ports/wait.js';
import type { Timers } from './clock.js';

export interface WaitDeps {
  timers: Timers;
  /** Calls the listener after each change; returns the function that ends that. */
  subscribe(listener: () => void): () => void;
}

/** Resolves with the first result of `find` that is not null, now or after a change; with null when the time is up. */
export async function waitFor<T>(
  { timers, subscribe }: WaitDeps,
  { timeout, signal, find }: WaitFor<T>,
): Promise<T | null> {
  let changed = false;
  let over = false;
  let wake: () => void = () => undefined;
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
  try {
    for (;;) {
      changed = false;
      const found = await find();
      if (found !== null || over) return found;
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      if (over && !changed) return await find();
    }
  } finally {
    unsubscribe();
    alarm.cancel();
    signal?.removeEventListener('abort', end);
  }
}
