import { stackOf } from '../contract/logger.js';
import type { Logger } from '../contract/logger.js';
import type { Commit } from '../core/ports/ports.js';

type Listener = (commit: Commit) => void;

/** Calls every listener with each commit, in order. The failure of one listener is logged and does not reach the others. */
export function createPublisher(log: Logger) {
  const listeners = new Set<Listener>();
  // A listener may commit in turn: that commit is published after the present one, so that all listeners see one order.
  const unheard: Commit[] = [];
  let publishing = false;

  function call(listener: Listener, done: Commit) {
    try {
      listener(done);
    } catch (error) {
      log('error', `a listener failed: ${stackOf(error)}`);
    }
  }
  return {
    publish(done: Commit) {
      unheard.push(done);
      if (publishing) return;
      publishing = true;
      for (let heard = unheard.shift(); heard; heard = unheard.shift()) {
        for (const listener of listeners) call(listener, heard);
      }
      publishing = false;
    },
    subscribe(listener: Listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
