import { AppError } from '../../contract/errors.js';
import type { Timers } from '../time/clock.js';

/** Real milliseconds between attempts while nothing can be stored. */
const storeRetryMs = 1000;

/**
 * Does work until it ends. While nothing can be stored it waits and begins anew, so the work is to go on with what is left, as
 * after a restart. It also ends when the workspace is closed or put into another state, where the next start goes on. Rejects
 * with any other failure.
 */
export async function untilStored(timers: Pick<Timers, 'after'>, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof AppError ? error.code : null;
      if (code === 'NOT_READY') return;
      if (code !== 'INTERNAL_SERVER_ERROR') throw error;
    }
    await new Promise<void>((resolve) => timers.after(storeRetryMs, resolve));
  }
}
