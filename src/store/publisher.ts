import type { Logger } from '../contract/logger.js';
import type { Commit } from '../core/ports/ports.js';

type Listener = (commit: Commit) => void;

/** Tells everyone who listens of each commit, in order. The failure of one listener is said, and is nobody else's. */
export function createPublisher(log: Logger) {
  const listeners = new Set<Listener>();
  // A listener may commit in turn: what it did is told after what it was told, so that all hear the same order.
  const unheard: Commit[] = [];
  let publishing = false;

  function tell(listener: Listener, done: Commit) {
    try {
      listener(done);
    } catch (error) {
      log('error', `a listener failed: ${String(error)}`);
    }
  }
  return {
    publish(done: Commit) {
      unheard.push(done);
      if (publishing) return;
      publishing = true;
      for (let heard = unheard.shift(); heard; heard = unheard.shift()) {
        for (const listener of listeners) tell(listener, heard);
      }
      publishing = false;
    },
    subscribe(listener: Listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
