import type { Logger } from '../../contract/logger.js';
import type { Timers } from '../../core/time/clock.js';
import type { StoredRows } from '../tables/database.js';
import type { CheckpointFile } from './checkpoint.js';
import type { Journal } from './journal.js';
import { StateSwappedError } from './state-swap.js';
import type { StateSwap } from './state-swap.js';
import { diskError } from '../files/store-file-error.js';

export interface CheckpointsDeps {
  dir: string;
  rows: Pick<StoredRows, 'seq' | 'state'>;
  journal: Journal;
  file: CheckpointFile;
  swap: Pick<StateSwap, 'watch' | 'isUnderWay'>;
  timers: Timers;
  log: Logger;
}

/** Writes `db.json` from time to time, so that the journal stays short. */
export interface Checkpoints {
  /** Says that a line was appended; a checkpoint follows when the journal has outgrown the last one. */
  noteAppend(): void;
  /** Writes a checkpoint now, unless one is under way. Resolves when it has ended, also where it failed. */
  start(): Promise<void>;
  /** Resolves when no checkpoint is under way. */
  settled(): Promise<void>;
  /** No checkpoint follows by itself any more. */
  stop(): void;
}

// A checkpoint pays when the journal has outgrown the last one, and not before 16 MB. Under load it waits for a quiet
// moment: not for long, since a start after a kill reads the whole journal.
const leastJournal = 16 * 1024 * 1024;
const mostJournal = 4 * leastJournal;
const quietMs = 300;

export function createCheckpoints(deps: CheckpointsDeps): Checkpoints {
  const { dir, rows, journal, file, swap, timers, log } = deps;
  /** The size of the journal at which the next checkpoint is due. */
  let dueSize = leastJournal;
  let underWay: Promise<void> | null = null;
  let isWaiting = false;
  let isStopped = false;
  let appended = 0;

  async function write(): Promise<void> {
    const { size } = journal;
    const requireSameState = swap.watch();
    await journal.rotate(rows.seq());
    // Rows are read as they are at each moment. All that changed meanwhile is in the new journal, so that must be written
    // before the checkpoint takes the place of the old one.
    await file.write(rows.state(), {
      isSynced: true,
      settled: async () => {
        await journal.written();
        requireSameState();
      },
    });
    await journal.dropRotated();
    dueSize = Math.max(leastJournal, size);
  }
  function handleFailure(error: unknown) {
    // Half of the checkpoint is of the former state; the swap writes the new state as a whole anyway.
    if (error instanceof StateSwappedError) return;
    // The next try comes when the journal has grown as much again, not at every commit.
    dueSize = journal.size + leastJournal;
    const { message } = diskError(dir, 'no checkpoint could be written', error);
    log('error', `${message} The journal goes on.`);
  }
  function start(): Promise<void> {
    underWay ??= write()
      .catch(handleFailure)
      .finally(() => {
        underWay = null;
      });
    return underWay;
  }
  /** Starts a checkpoint when nothing was appended for a while, or when the journal has grown too large to wait. */
  function startWhenQuiet() {
    if (isWaiting || underWay || swap.isUnderWay()) return;
    if (journal.size > Math.max(dueSize, mostJournal)) return void start();
    const before = appended;
    isWaiting = true;
    timers.after(quietMs, () => {
      isWaiting = false;
      if (isStopped || journal.size <= dueSize) return;
      if (appended === before) void start();
      else startWhenQuiet();
    });
  }

  return {
    noteAppend() {
      appended += 1;
      if (journal.size > dueSize) startWhenQuiet();
    },
    start,
    settled: () => underWay ?? Promise.resolve(),
    stop() {
      isStopped = true;
    },
  };
}
