import { yieldToEventLoop } from '../../contract/event-loop.js';
import { systemTimers } from './clock.js';

// Long enough that yielding costs next to nothing, short enough that nobody notices.
const turnMs = 10;

/** Awaited before each step of long work. */
export type Pace = () => Promise<void> | undefined;

/** A pace that ends the work before its next step once `stopping` is aborted, with the reason. */
export const endingWith =
  (stopping: AbortSignal | undefined, pace: Pace): Pace =>
  () => {
    stopping?.throwIfAborted();
    return pace();
  };

/**
 * Keeps long work from holding up the event loop: awaited before each step, it yields where the steps since the last turn
 * took more than 10 ms. `now` is in ms.
 */
export function createPace(now: () => number = systemTimers.now): Pace {
  let began = now();
  return () => {
    if (now() - began <= turnMs) return undefined;
    return yieldToEventLoop().then(() => {
      began = now();
    });
  };
}
