import { join } from 'node:path';
import type { Timers } from '../../core/time/clock.js';
import type { Logger } from '../../contract/logger.js';
import type { TableName, Tables } from '../../contract/tables.js';
import { requireDistinct } from './alike-rows.js';
import { createCheckpoints } from './checkpoints.js';
import { journalName, openJournal } from './journal.js';
import { cutOff, readJournal } from './journal-reader.js';
import type { TornEnd } from './journal-reader.js';
import { createStateSwap } from './state-swap.js';
import { checkpointName, createCheckpointFile, parseRow } from './checkpoint.js';
import { encodeLine, parseLine } from './journal-line.js';
import { storeVersion } from './migrations.js';
import type { State } from '../tables/state.js';
import { damageAdvice, diskError, StoreFileError } from '../files/store-file-error.js';
import { openWorkspaceFolder, takeWorkspaceFolder } from '../files/workspace-folder.js';
import type { CheckRow, JournalOp, StoredRows } from '../tables/database.js';
import { createReplay } from './replay.js';
import type { Replay } from './replay.js';

/** Keeps the state of a workspace beyond the process. */
export interface Persistence {
  /** Writes one commit to the journal. */
  append(seq: number, ops: readonly JournalOp[]): void;
  /** Keeps a whole state in place of all commits so far. The caller must not change its rows any more. */
  replace(state: State): void;
  written(): Promise<void>;
  /** Why nothing can be stored at present; null where all is well. */
  fault(): Error | null;
  retry(): void;
  /** `checkpoint: false` where the directory is to be deleted anyway. */
  close(options: { checkpoint: boolean }): Promise<void>;
}

/** Keeps nothing: for `--memory`. */
export const memoryPersistence: Persistence = {
  append: () => undefined,
  replace: () => undefined,
  written: () => Promise.resolve(),
  fault: () => null,
  retry: () => undefined,
  close: () => Promise.resolve(),
};

const retryMs = 500;

interface ReadLines {
  replay: Replay;
  /** The number of the last commit. */
  seq: number;
  /** The oldest version of a line. */
  oldest: number;
  torn: TornEnd[];
}

const checkAt =
  (where: string): CheckRow =>
  (table, row) =>
    parseRow(table, row, { where, advice: damageAdvice.journal });

/** Reads the lines of the journal that the checkpoint in `rows` does not have. */
async function readLines(dir: string, rows: StoredRows, options: { isCareful: boolean }): Promise<ReadLines> {
  const replay = createReplay(rows, options);
  const checkpointSeq = rows.seq();
  const read: ReadLines = { replay, seq: checkpointSeq, oldest: storeVersion, torn: [] };
  let last = -1;
  for await (const { file, number, text } of readJournal(dir, (end) => read.torn.push(end))) {
    const where = `${file} (line ${number})`;
    const { version, seq, ops } = await parseLine(text, where);
    // Out of order a line would put back what a later one has changed.
    if (seq <= last)
      throw new StoreFileError(
        where,
        `has the "seq" ${seq}, which is not above that of the line before it (${last}).`,
        damageAdvice.journal,
      );
    last = seq;
    read.oldest = Math.min(read.oldest, version);
    // A checkpoint may already hold changes of later commits. A line sets fields to values, so replaying it again, in
    // order, changes nothing.
    if (seq <= checkpointSeq) continue;
    read.seq = seq;
    replay.add(ops, checkAt(where));
  }
  return read;
}

/** Whether a row is as the checkpoint has it. */
const isIn = <K extends TableName>(state: State | null, table: K, row: Tables[TableName]): boolean =>
  [...(state?.tables[table] ?? [])].some((each) => each === row);

/** Reads the checkpoint and the journal into `rows`. Answers the oldest version of what was read. */
async function load(dir: string, rows: StoredRows, log: Logger): Promise<number> {
  const state = await createCheckpointFile(dir).read();
  if (state) rows.load(state);
  const { replay, seq, oldest, torn } = await readLines(dir, rows, { isCareful: false });
  try {
    rows.replay(seq, replay.changes(checkAt(join(dir, journalName))));
  } catch (error) {
    // Throws at the line that is at fault.
    await readLines(dir, rows, { isCareful: true });
    throw error;
  }
  requireDistinct(rows.state().tables, {
    where: (table, pair) =>
      join(dir, pair.every((row) => isIn(state, table, row)) ? checkpointName : journalName),
    advice: damageAdvice.journal,
  });
  for (const end of torn) {
    await cutOff(end);
    log('warn', `${end.path}: dropped a torn last line of ${end.bytes} bytes (it was never acknowledged)`);
  }
  return Math.min(oldest, state?.version ?? storeVersion);
}

/** Opens the journal and `db.json` in `dir`: loads them into `rows`, then keeps every commit. */
export async function openPersistence(
  dir: string,
  rows: StoredRows,
  { log, timers }: { log: Logger; timers: Timers },
): Promise<Persistence> {
  await openWorkspaceFolder(dir);
  const oldest = await load(dir, rows, log);
  await takeWorkspaceFolder(dir);
  let closed = false;
  const onFault = (error: Error) => {
    log('error', error.message);
    tryAgain();
  };
  const journal = await openJournal(dir, onFault).catch((error: unknown) => {
    throw diskError(dir, 'cannot be written', error);
  });
  const file = createCheckpointFile(dir);
  const swap = createStateSwap({
    journal,
    // A checkpoint of the former state that is under way ends first, or it would take the place of the new one.
    write: async (state) => {
      await checkpoints.settled();
      await file.write(state, { isSynced: true });
    },
    onFault,
  });
  const checkpoints = createCheckpoints({ dir, rows, journal, file, swap, timers, log });

  /** While nothing can be written it is tried again and again, so that all goes on by itself. */
  function tryAgain() {
    timers.after(retryMs, () => {
      if (closed) return;
      journal
        .written()
        .then(() => swap.written())
        .then(() => log('info', `${dir}: can be written again, every commit so far is kept`), tryAgain);
    });
  }

  // A release before this one would misread lines of ours; it refuses a checkpoint of ours.
  if (oldest < storeVersion) void checkpoints.start();

  return {
    append(seq, ops) {
      swap.append(encodeLine(seq, ops));
      checkpoints.noteAppend();
    },
    replace: swap.start,
    async written() {
      await swap.written();
      await journal.written();
    },
    fault: () => swap.fault() ?? journal.fault,
    retry: () => journal.retry(),
    async close({ checkpoint }) {
      closed = true;
      checkpoints.stop();
      await swap.written().catch(() => undefined);
      await checkpoints.settled();
      const isDue = checkpoint && (journal.size > 0 || journal.hasRotated);
      if (isDue && !journal.fault && !swap.fault()) await checkpoints.start();
      await journal.close();
    },
  };
}
