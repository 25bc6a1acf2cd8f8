import { mkdir } from 'node:fs/promises';
import type { Timers } from '../../core/time/clock.js';
import type { Logger } from '../../contract/logger.js';
import { openJournal, readJournal } from './journal.js';
import { createReplacing, ReplacedError } from './state-swap.js';
import { createSnapshotFile, parseRow } from './checkpoint.js';
import { encodeLine, parseLine } from './journal-line.js';
import { storeVersion } from './migrations.js';
import type { State } from '../tables/state.js';
import { diskError } from './store-file-error.js';
import type { JournalOp, StoredRows } from '../tables/database.js';

/** What keeps the state of a workspace beyond the process. */
export interface Persistence {
  /** Takes one commit. */
  append(seq: number, ops: readonly JournalOp[]): void;
  /** Takes a whole state in the place of all so far. Its rows are not written to any more. */
  replace(state: State): void;
  written(): Promise<void>;
  /** Why nothing can be stored at present; null when all is well. */
  fault(): Error | null;
  retry(): void;
  /** `snapshot: false` where the directory is to go anyway. */
  close(options: { snapshot: boolean }): Promise<void>;
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

// A journal is worth a new snapshot when it has outgrown the last one, and not before 16 MB. While much is going on it
// waits for a quiet moment: not for long, since what it holds by then must be read again after a kill.
const leastJournal = 16 * 1024 * 1024;
const mostJournal = 4 * leastJournal;
const quietMs = 300;
const retryMs = 500;

/** Reads the checkpoint and the journal into `rows`. Answers the oldest version of what was read. */
async function load(dir: string, rows: StoredRows, log: Logger): Promise<number> {
  const state = await createSnapshotFile(dir).read();
  if (state) rows.load(state);
  let oldest = state?.version ?? storeVersion;
  const snapshotSeq = rows.seq();
  const onTorn = (file: string, bytes: number) =>
    log('warn', `${file}: dropped a torn last line of ${bytes} bytes (it was never acknowledged)`);
  for await (const { file, number, text } of readJournal(dir, onTorn)) {
    const where = `${file} (line ${number})`;
    const { version, seq, ops } = parseLine(text, where);
    oldest = Math.min(oldest, version);
    // A snapshot may already hold changes of later commits; fields are set to what they were, so doing them again in
    // order is harmless.
    if (seq > snapshotSeq) rows.replay(seq, ops, (table, row) => parseRow(table, row, where));
  }
  return oldest;
}

/** Makes the directory where it is missing. */
const makeDirectory = (dir: string): Promise<unknown> =>
  mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw diskError(dir, 'cannot be made', error);
  });

/** The journal and `db.json` in `dir`: loads them into `rows`, then keeps them. */
export async function openPersistence(
  dir: string,
  rows: StoredRows,
  { log, timers }: { log: Logger; timers: Timers },
): Promise<Persistence> {
  await makeDirectory(dir);
  const oldest = await load(dir, rows, log);
  const snapshot = createSnapshotFile(dir);
  let closed = false;
  const onFault = (error: Error) => {
    log('error', error.message);
    tryAgain();
  };
  const journal = await openJournal(dir, onFault).catch((error: unknown) => {
    throw diskError(dir, 'cannot be written', error);
  });
  let worth = leastJournal;
  let snapshotting: Promise<void> | null = null;

  /** While nothing can be written it is tried again and again, so that all goes on by itself. */
  function tryAgain() {
    timers.after(retryMs, () => {
      if (closed) return;
      journal
        .written()
        .then(() => replacing.written())
        .then(() => log('info', `${dir}: can be written again, all that was owed is kept`), tryAgain);
    });
  }
  const replacing = createReplacing({
    journal,
    // A snapshot of the former state that is under way ends first, or it would take the place of the new one.
    write: async (state) => {
      await snapshotting;
      await snapshot.write(state, () => Promise.resolve());
    },
    onFault,
  });
  const takeSnapshot = async () => {
    const { size } = journal;
    const stillTheSame = replacing.watch();
    await journal.rotate(rows.seq());
    // Rows are read as they are at each moment. All that changed meanwhile is in the new journal, so it must be there
    // before the snapshot takes the place of the old.
    await snapshot.write(rows.state(), async () => {
      await journal.written();
      stillTheSame();
    });
    await journal.dropRotated();
    worth = Math.max(leastJournal, size);
  };
  const startSnapshot = () => {
    snapshotting ??= takeSnapshot()
      .catch((error: unknown) => {
        // Half of it is of the former state: the new one is written as a whole anyway.
        if (error instanceof ReplacedError) return;
        // Not at every commit from now on: only when the journal has grown as much again.
        worth = journal.size + leastJournal;
        const { message } = diskError(dir, 'no snapshot could be written', error);
        log('error', `${message} The journal goes on.`);
      })
      .finally(() => {
        snapshotting = null;
      });
    return snapshotting;
  };

  let waiting = false;
  let appended = 0;
  /** Starts a snapshot when nothing was appended for a while, or when it is high time. */
  function snapshotWhenQuiet() {
    if (waiting || snapshotting || replacing.isUnderWay()) return;
    const before = appended;
    const due = () => {
      waiting = false;
      if (closed || journal.size <= worth) return;
      if (appended === before) void startSnapshot();
      else snapshotWhenQuiet();
    };
    if (journal.size > Math.max(worth, mostJournal)) return void startSnapshot();
    waiting = true;
    timers.after(quietMs, due);
  }

  // A release before this one would misread lines of ours; it refuses a checkpoint of ours.
  if (oldest < storeVersion) void startSnapshot();

  return {
    append(seq, ops) {
      appended += 1;
      replacing.append(encodeLine(seq, ops));
      if (journal.size > worth) snapshotWhenQuiet();
    },
    replace: replacing.start,
    async written() {
      await replacing.written();
      await journal.written();
    },
    fault: () => replacing.fault() ?? journal.fault,
    retry: () => journal.retry(),
    async close({ snapshot: wanted }) {
      closed = true;
      await replacing.written().catch(() => undefined);
      await snapshotting;
      if (wanted && journal.size > 0 && !journal.fault && !replacing.fault()) await startSnapshot();
      await journal.close();
    },
  };
}
