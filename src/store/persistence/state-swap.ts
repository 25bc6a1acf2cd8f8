import type { Journal } from './journal.js';
import { createPendingWrites } from './pending-writes.js';
import type { State } from '../tables/state.js';

/** Stops a checkpoint that began before a whole state was put in place. */
export class StateSwappedError extends Error {}

export interface StateSwapDeps {
  journal: Pick<Journal, 'append'>;
  /** Writes `db.json`; resolves when the file has its name. */
  write(state: State): Promise<void>;
  /** Called when writing begins to fail. */
  onFault(error: Error): void;
}

/**
 * Puts a whole state in the place of another on disk. Until its `db.json` has its name, commits to it are held back: a kill
 * leaves the former state with its own journal, or the new state, whose number is above that of every line of that journal.
 */
export interface StateSwap {
  start(state: State): void;
  /** Appends a line to the journal, at once or when the state that the line belongs to is written. */
  append(line: string): void;
  isUnderWay(): boolean;
  /** Resolves when the state is written; tries again after a failure, and rejects where that fails too. */
  written(): Promise<void>;
  fault(): Error | null;
  /** Answers a check that throws a StateSwappedError once another state has come. */
  watch(): () => void;
}

export function createStateSwap({ journal, write, onFault }: StateSwapDeps): StateSwap {
  let pending: State | null = null;
  let held: string[] = [];
  let count = 0;

  async function writeAll(): Promise<void> {
    for (let state = pending; state; state = pending) {
      await write(state);
      if (pending === state) release();
    }
  }
  function release() {
    pending = null;
    held.forEach(journal.append);
    held = [];
  }
  const writes = createPendingWrites({ writeAll, onFault });
  return {
    start(state) {
      count += 1;
      pending = state;
      // The lines held back belong to the state before.
      held = [];
      void writes.run();
    },
    append(line) {
      if (pending) held.push(line);
      else journal.append(line);
    },
    isUnderWay: () => pending !== null,
    async written() {
      if (!pending) return;
      await writes.run();
      const fault = writes.fault();
      if (fault) throw fault;
    },
    fault: writes.fault,
    watch() {
      const begun = count;
      return () => {
        if (count !== begun) throw new StateSwappedError();
      };
    },
  };
}
