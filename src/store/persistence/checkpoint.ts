import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import type { Adapter } from 'lowdb';
import { readFileJson } from '../../contract/json/json-place.js';
import { storeLimits } from '../../contract/json/json-text.js';
import { issueWords } from '../../contract/issue-words.js';
import { tableNames, tableSchemas } from '../../contract/tables.js';
import type { TableName, Tables } from '../../contract/tables.js';
import { requireDistinct } from './alike-rows.js';
import { StateSwappedError } from './state-swap.js';
import { commitNumberIssue, isCommitNumber } from './journal-line.js';
import { decodeLines, encodeState } from './checkpoint-format.js';
import { migrateRow, storeVersion, versionFault } from './migrations.js';
import type { State } from '../tables/state.js';
import { createGrowingFile, quickBytes } from '../files/growing-file.js';
import { readPlain } from '../files/plain-file.js';
import { requireUtf8 } from '../files/utf8.js';
import { createTemporary } from '../files/temporary.js';
import { damageAdvice, diskError, jsonError, StoreFileError } from '../files/store-file-error.js';

export const checkpointName = 'db.json';
const { checkpoint: advice } = damageAdvice;

/** A state as a file holds it, in the present shape; `version` is that of the file. */
export interface StoredState extends State {
  version: number;
}

function versionOf(path: string, parsed: unknown): number {
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed))
    throw new StoreFileError(path, 'is not a store of maildrone-emulator (it has no "version").', advice);
  const fault = versionFault(parsed.version);
  if (fault) throw new StoreFileError(path, fault.issue, fault.advice || advice);
  return parsed.version as number;
}

const ownKeys = new Set<string>(['version', 'seq', ...tableNames]);

/** Where a row stands, and what to do where it is bad. */
interface RowPlace {
  where: string;
  advice: string;
}

/** Checks one row against the schema of its table. */
export function parseRow<K extends TableName>(
  table: K,
  row: unknown,
  { where, advice }: RowPlace,
): Tables[K] {
  const result = tableSchemas[table].safeParse(row, { error: issueWords });
  if (result.success) return result.data as Tables[K];
  const issue = result.error.issues[0];
  const field = [table, ...(issue?.path ?? [])].join('.');
  throw new StoreFileError(where, `has a bad row: ${field}: ${issue?.message ?? 'invalid'}.`, advice);
}

function checkedState(path: string, parsed: unknown): StoredState {
  const version = versionOf(path, parsed);
  const state = parsed as Record<string, unknown>;
  const strange = Object.keys(state).find((key) => !ownKeys.has(key));
  // Left out it would be lost with the next checkpoint: it may be the name of a table that was damaged.
  if (strange !== undefined)
    throw new StoreFileError(path, `has a field that no store has: ${JSON.stringify(strange)}.`, advice);
  const seq = state['seq'];
  if (!isCommitNumber(seq)) throw new StoreFileError(path, `has a bad "seq": ${commitNumberIssue}.`, advice);
  const rowsOf = <K extends TableName>(table: K): Tables[K][] => {
    const rows = state[table] ?? [];
    if (!Array.isArray(rows)) throw new StoreFileError(path, `has a "${table}" that is no list.`, advice);
    // In place: a second list of everything would double what a start needs.
    const ids = new Set<string>();
    for (const [index, row] of rows.entries()) {
      const parsed = parseRow(table, migrateRow(table, row, version), {
        where: `${path} (${table}[${index}])`,
        advice,
      });
      // The second would take the place of the first.
      if (ids.has(parsed.id))
        throw new StoreFileError(path, `has two rows of "${table}" with the id ${parsed.id}.`, advice);
      ids.add(parsed.id);
      rows[index] = parsed;
    }
    return rows as Tables[K][];
  };
  const tables = Object.fromEntries(tableNames.map((table) => [table, rowsOf(table)]));
  return { version, seq, tables: tables as { [K in TableName]: Tables[K][] } };
}

async function parseWhole(path: string, bytes: Buffer): Promise<unknown> {
  requireUtf8(path, bytes, advice);
  const read = await readFileJson(bytes.toString(), storeLimits);
  if ('value' in read) return read.value;
  throw jsonError(path, read.fault, advice);
}

async function readState(path: string): Promise<StoredState | null> {
  try {
    const lines = await decodeLines(path);
    return checkedState(path, lines ?? (await parseWhole(path, await readPlain(path))));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw diskError(path, 'cannot be read', error);
  }
}

interface WriteOptions {
  /** Whether the file has to outlive the machine: the journal that it takes the place of is deleted. */
  isSynced: boolean;
  /** Awaited before the file takes the place of the old. */
  settled?: () => Promise<void>;
}

/** As much is worth a call of the system: a fraction of a millisecond of work. */
const sliceBytes = 64 * 1024;

/** Small states without waiting; a large one in slices, with a turn for others between them. */
async function writeSlices(file: FileHandle, state: State): Promise<void> {
  const growing = createGrowingFile(file, 0);
  let pieces: Buffer[] = [];
  let size = 0;
  async function write() {
    await growing.append(pieces, growing.size + size <= quickBytes);
    [pieces, size] = [[], 0];
  }
  for (const piece of encodeState(state)) {
    pieces.push(piece);
    size += piece.length;
    if (size >= sliceBytes) await write();
  }
  if (size > 0) await write();
}

/** Writes to a temporary file that then, after `settled`, takes the name. */
async function writeState(path: string, state: State, { isSynced, settled }: WriteOptions): Promise<void> {
  try {
    const temporary = await createTemporary(path);
    try {
      await writeSlices(temporary.file, state);
      if (isSynced) await temporary.file.sync();
      await settled?.();
      await temporary.takeName();
    } catch (error) {
      await temporary.discard();
      throw error;
    }
    await temporary.file.close();
  } catch (error) {
    throw error instanceof StateSwappedError
      ? error
      : diskError(path, 'no checkpoint could be written', error);
  }
}

export interface CheckpointFile {
  read(): Promise<StoredState | null>;
  /** The same of a file that has no journal beside it. */
  readWhole(): Promise<StoredState | null>;
  /** Rows are read as they are when their turn comes. */
  write(state: State, options: WriteOptions): Promise<void>;
}

/** The file `db.json` in `dir`, behind lowdb. */
export function createCheckpointFile(dir: string): CheckpointFile {
  const path = join(dir, checkpointName);
  let options: WriteOptions = { isSynced: true };
  const adapter: Adapter<StoredState | null> = {
    read: () => readState(path),
    write: (state) => (state ? writeState(path, state, options) : Promise.resolve()),
  };
  const db = new Low<StoredState | null>(adapter, null);
  async function read() {
    await db.read();
    const state = db.data;
    db.data = null;
    return state;
  }
  return {
    read,
    async readWhole() {
      const state = await read();
      if (state) requireDistinct(state.tables, { where: () => path, advice });
      return state;
    },
    async write(state, given) {
      db.data = { version: storeVersion, ...state };
      options = given;
      try {
        await db.write();
      } finally {
        db.data = null;
      }
    },
  };
}
