import type { Journal } from './journal.js';
import type { State } from '../tables/state.js';

/** A snapshot that was begun before a whole state came in its place. */
export class ReplacedError extends Error {}

export interface ReplacingDeps {
  journal: Pick<Journal, 'append'>;
  /** Writes `db.json` and resolves when it has its name. */
  write(state: State): Promise<void>;
  /** Told when writing begins to fail. */
  onFault(error: Error): void;
}

/**
 * Keeps a whole state that came in the place of another. Until its `db.json` has its name, commits to it are held back:
 * a kill leaves the former state with its own journal, or the new one, whose number is beyond every line of that journal.
 */
export interface Replacing {
  start(state: State): void;
  /** Takes a line for the journal, at once or when the state that it belongs to is written. */
  append(line: string): void;
  isUnderWay(): boolean;
  /** Resolves when the state is written; tries again where that failed, and rejects where it fails once more. */
  written(): Promise<void>;
  fault(): Error | null;
  /** Answers a check that throws a ReplacedError once another state has come. */
  watch(): () => void;
}

export function createReplacing({ journal, write, onFault }: ReplacingDeps): Replacing {
  let pending: State | null = null;
  let held: string[] = [];
  let fault: Error | null = null;
  let writing: Promise<void> | null = null;
  let count = 0;

  async function writePending(): Promise<void> {
    for (let state = pending; state; state = pending) {
      try {
        await write(state);
      } catch (error) {
        const isFirst = fault === null;
        fault = error as Error;
        if (isFirst) onFault(fault);
        return;
      }
      if (pending === state) release();
    }
  }
  function release() {
    pending = null;
    fault = null;
    held.forEach(journal.append);
    held = [];
  }
  const ensureWriting = (): Promise<void> => {
    writing ??= writePending().finally(() => {
      writing = null;
    });
    return writing;
  };
  return {
    start(state) {
      count += 1;
      pending = state;
      // What was held back is in this state, or was lost with the one before.
      held = [];
      void ensureWriting();
    },
    append(line) {
      if (pending) held.push(line);
      else journal.append(line);
    },
    isUnderWay: () => pending !== null,
    async written() {
      if (!pending) return;
      await ensureWriting();
      if (fault) throw fault;
    },
    fault: () => fault,
    watch() {
      const begun = count;
      return () => {
        if (count !== begun) throw new ReplacedError();
      };
    },
  };
}
