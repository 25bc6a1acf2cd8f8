import { mkdir } from 'node:fs/promises';
import type { TableName } from '../contract/tables.js';
import type { Say } from '../core/ports.js';
import { openJournal, readJournal } from './journal.js';
import { createSnapshotFile, parseRow } from './snapshot.js';
import type { State } from './snapshot.js';
import { StoreFileError } from './store-file-error.js';
import type { StoredOp, StoredRows } from './stored-rows.js';

/** What keeps the state of a workspace beyond the process. */
export interface Persistence {
  /** Takes one commit. */
  append(seq: number, ops: readonly StoredOp[]): void;
  written(): Promise<void>;
  /** Why nothing can be stored at present; null when all is well. */
  fault(): Error | null;
  retry(): void;
  close(): Promise<void>;
}

/** Keeps nothing: for `--memory`. */
export const memoryPersistence: Persistence = {
  append: () => undefined,
  written: () => Promise.resolve(),
  fault: () => null,
  retry: () => undefined,
  close: () => Promise.resolve(),
};

// A journal is worth a new snapshot when it has outgrown the last one, and not before 4 MB.
const leastJournal = 4 * 1024 * 1024;

async function load(dir: string, rows: StoredRows, say: Say): Promise<void> {
  const state = await createSnapshotFile(dir).read();
  if (state) rows.load(state);
  const onTorn = (file: string, bytes: number) =>
    say('warn', `${file}: dropped a torn last line of ${bytes} bytes (it was never acknowledged)`);
  for await (const { file, number, text } of readJournal(dir, onTorn)) {
    const where = `${file} (line ${number})`;
    const { seq, ops } = parseLine(text, where);
    // A snapshot may already hold changes of later commits; rows are whole, so doing them again is harmless.
    if (seq > (state?.seq ?? 0)) rows.replay(seq, ops);
  }
}

function parseLine(text: string, where: string): { seq: number; ops: StoredOp[] } {
  let parsed: { seq?: unknown; ops?: unknown };
  try {
    parsed = JSON.parse(text) as { seq?: unknown; ops?: unknown };
  } catch (error) {
    throw new StoreFileError(
      where,
      `is not valid JSON: ${(error as Error).message}.`,
      'Nothing was changed.',
    );
  }
  if (typeof parsed.seq !== 'number' || !Array.isArray(parsed.ops)) {
    throw new StoreFileError(where, 'is not a commit (it has no "seq" and "ops").', 'Nothing was changed.');
  }
  const ops = parsed.ops.map((op: unknown): StoredOp => {
    const [table, value] = op as [TableName, unknown];
    return typeof value === 'string' ? [table, value] : ([table, parseRow(table, value, where)] as StoredOp);
  });
  return { seq: parsed.seq, ops };
}

/** The journal and `db.json` in `dir`: loads them into `rows`, then keeps them. */
export async function openPersistence(dir: string, rows: StoredRows, say: Say): Promise<Persistence> {
  await mkdir(dir, { recursive: true }).catch((error: Error) => {
    throw new StoreFileError(
      dir,
      `cannot be made: ${error.message}.`,
      'Choose another with --data, or --memory.',
    );
  });
  await load(dir, rows, say);
  const snapshot = createSnapshotFile(dir);
  const journal = await openJournal(dir).catch((error: Error) => {
    throw new StoreFileError(
      dir,
      `cannot be written: ${error.message}.`,
      'Choose another with --data, or --memory.',
    );
  });
  let seq = rows.seq();
  let worth = leastJournal;
  let snapshotting: Promise<void> | null = null;

  const takeSnapshot = async () => {
    const state: State = rows.state();
    const size = journal.size;
    await journal.rotate(state.seq);
    await snapshot.write(state);
    await journal.dropRotated();
    worth = Math.max(leastJournal, size);
  };
  const startSnapshot = () => {
    snapshotting ??= takeSnapshot()
      .catch((error: Error) => say('error', `the snapshot failed, the journal goes on: ${error.message}`))
      .finally(() => {
        snapshotting = null;
      });
    return snapshotting;
  };

  return {
    append(commitSeq, ops) {
      seq = commitSeq;
      journal.append(JSON.stringify({ seq, ops }));
      if (journal.size > worth) void startSnapshot();
    },
    written: () => journal.written(),
    fault: () => journal.fault,
    retry: () => journal.retry(),
    async close() {
      await snapshotting;
      if (journal.size > 0 && !journal.fault) await startSnapshot();
      await journal.close();
    },
  };
}
