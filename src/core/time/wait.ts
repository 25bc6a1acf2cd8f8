import type { WaitFor } from '../ports/wait.js';
import type { Timers } from './clock.js';

export interface WaitDeps {
  timers: Timers;
  /** Calls the listener after each change; returns the function that ends that. */
  subscribe(listener: () => void): () => void;
  /** Aborted when nothing can come any more; its reason is thrown. */
  ended: AbortSignal;
}

/** So long (real ms) a look may go on that is under way when the time is up: what was acknowledged by then is found in most cases. */
const lastLook = 500;

/** Resolves with the first result of `find` that is not null, now or after a change; with null when the time is up, whatever `find` waits for. */
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
  let cutOff: () => void = () => undefined;
  const cut = new Promise<null>((resolve) => (cutOff = () => resolve(null)));
  const abort = () => {
    end();
    cutOff();
  };
  const alarms = [timers.after(timeout, end), timers.after(timeout + lastLook, abort)];
  signal?.addEventListener('abort', abort, { once: true });
  ended.addEventListener('abort', abort, { once: true });
  async function look(): Promise<T | null> {
    const found = await Promise.race([find(), cut]);
    if (found === null) ended.throwIfAborted();
    return found;
  }
  try {
    for (;;) {
      changed = false;
      ended.throwIfAborted();
      const found = await look();
      if (found !== null || over) return found;
      if (!changed) await new Promise<void>((resolve) => (wake = resolve));
      ended.throwIfAborted();
      if (over && !changed) return await look();
    }
  } finally {
    unsubscribe();
    for (const alarm of alarms) alarm.cancel();
    signal?.removeEventListener('abort', abort);
    ended.removeEventListener('abort', abort);
  }
}
