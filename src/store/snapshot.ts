import { readFile, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Low } from 'lowdb';
import type { Adapter } from 'lowdb';
import { tableNames, tableSchemas } from '../contract/tables.js';
import type { TableName, Tables } from '../contract/tables.js';
import { StoreFileError } from './store-file-error.js';

/** The version of the layout of `db.json`; `migrations` bring older ones up to it. */
export const storeVersion = 1;
type Migration = (state: Record<string, unknown>) => Record<string, unknown>;
/** From version n to n + 1. */
const migrations: Record<number, Migration> = {};

/** The whole state of a workspace: rows by table, read through iterators so that a snapshot copies nothing. */
export interface State {
  seq: number;
  tables: { [K in TableName]: Iterable<Tables[K]> };
}

const fileName = 'db.json';
const rowsPerSlice = 200;
const advice = 'Move the file away to start empty, or restore it from a copy; nothing was changed.';

/** One row a line, keys in the order of the schema: the same state is the same bytes. */
function* lines({ seq, tables }: State): Generator<string> {
  yield `{\n"version": ${storeVersion},\n"seq": ${seq}`;
  for (const table of tableNames) {
    yield `,\n"${table}": [`;
    let separator = '\n';
    let slice = '';
    let rows = 0;
    for (const row of tables[table]) {
      slice += separator + JSON.stringify(row);
      separator = ',\n';
      if (++rows % rowsPerSlice !== 0) continue;
      yield slice;
      slice = '';
    }
    yield `${slice}\n]`;
  }
  yield '\n}\n';
}

function migrated(path: string, parsed: unknown): Record<string, unknown> {
  if (typeof parsed !== 'object' || parsed === null || !('version' in parsed)) {
    throw new StoreFileError(path, 'is not a store of maildrone-emulator (it has no "version").', advice);
  }
  let state = parsed as Record<string, unknown>;
  const version = state['version'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    throw new StoreFileError(path, `has a "version" that is no number: ${JSON.stringify(version)}.`, advice);
  }
  if (version > storeVersion) {
    throw new StoreFileError(
      path,
      `was written by a newer maildrone-emulator (store version ${version}, this one knows ${storeVersion}).`,
      'Use that release or another --data directory; nothing was changed.',
    );
  }
  for (let from = version; from < storeVersion; from += 1) state = migrations[from]?.(state) ?? state;
  return state;
}

/** Checks one row against the schema of its table. */
export function parseRow<K extends TableName>(table: K, row: unknown, where: string): Tables[K] {
  const result = tableSchemas[table].safeParse(row);
  if (result.success) return result.data as Tables[K];
  const issue = result.error.issues[0];
  const field = [table, ...(issue?.path ?? [])].join('.');
  throw new StoreFileError(where, `has a bad row: ${field}: ${issue?.message ?? 'invalid'}.`, advice);
}

function parseState(path: string, text: string): { seq: number; tables: { [K in TableName]: Tables[K][] } } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new StoreFileError(path, `is not valid JSON: ${(error as Error).message}.`, advice);
  }
  const state = migrated(path, parsed);
  const seq = state['seq'];
  if (typeof seq !== 'number') throw new StoreFileError(path, 'has no number "seq".', advice);
  const rowsOf = <K extends TableName>(table: K): Tables[K][] => {
    const rows = state[table] ?? [];
    if (!Array.isArray(rows)) throw new StoreFileError(path, `has a "${table}" that is no list.`, advice);
    return rows.map((row: unknown, index) => parseRow(table, row, `${path} (${table}[${index}])`));
  };
  const tables = Object.fromEntries(tableNames.map((table) => [table, rowsOf(table)]));
  return { seq, tables: tables as { [K in TableName]: Tables[K][] } };
}

/** lowdb's adapter: reads the whole file, writes it in slices to a temporary one that then takes its name. */
function createAdapter(path: string, encode: (state: State) => Generator<string>): Adapter<State> {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return null;
        throw new StoreFileError(path, `cannot be read: ${error.message}.`);
      });
      return text === null ? null : parseState(path, text);
    },
    async write(state) {
      const temporary = `${path}.tmp`;
      const file = await open(temporary, 'w');
      try {
        for (const slice of encode(state)) await file.write(slice);
        await file.sync();
      } catch (error) {
        await file.close();
        await rm(temporary, { force: true });
        throw error;
      }
      await file.close();
      await rename(temporary, path);
    },
  };
}

export interface SnapshotFile {
  read(): Promise<State | null>;
  write(state: State): Promise<void>;
}

/** The file `db.json` in `dir`. */
export function createSnapshotFile(dir: string): SnapshotFile {
  const db = new Low<State | null>(createAdapter(join(dir, fileName), lines) as Adapter<State | null>, null);
  return {
    async read() {
      await db.read();
      const state = db.data;
      db.data = null;
      return state;
    },
    async write(state) {
      db.data = state;
      try {
        await db.write();
      } finally {
        db.data = null;
      }
    },
  };
}
