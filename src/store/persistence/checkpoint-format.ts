import { stat } from 'node:fs/promises';
import { JsonFault, parseJsonText, storeLimits } from '../../contract/json/json-text.js';
import { tableNames } from '../../contract/tables.js';
import type { TableName } from '../../contract/tables.js';
import type { State } from '../tables/state.js';
import { damageAdvice } from '../files/store-file-error.js';
import { linesOf } from './lines.js';
import { storeVersion } from './migrations.js';

/** What a slice may hold before it is handed on: a fraction of a millisecond of work. */
const sliceCharacters = 64 * 1024;

/** What belongs together, as texts that are worth a call of the system each. */
function* inSlices(pieces: Iterable<string>): Generator<string> {
  let slice = '';
  for (const piece of pieces) {
    slice += piece;
    if (slice.length < sliceCharacters) continue;
    yield slice;
    slice = '';
  }
  yield slice;
}

type Rows = Iterable<{ id: string }>;

const openTable = (table: TableName): string => `,\n"${table}": [`;
const closeTable = '\n]';

function* piecesOfRows(rows: Rows): Generator<string> {
  let separator = '\n';
  // A row that moves to the end of its table while this is written comes by a second time: what moved it is in the journal.
  const written = new Set<string>();
  for (const row of rows) {
    if (written.has(row.id)) continue;
    written.add(row.id);
    yield separator + JSON.stringify(row);
    separator = ',\n';
  }
}

function* piecesOf(tables: State['tables']): Generator<string> {
  for (const table of tableNames) {
    yield openTable(table);
    yield* piecesOfRows(tables[table]);
    yield closeTable;
  }
}

/** The tables of a state, each as a member that follows another. */
export const encodeTables = (tables: State['tables']): Generator<string> => inSlices(piecesOf(tables));

/** What a list of rows may take to be kept as it was written. */
const keptBytes = 1024 * 1024;
/** Lists that were written: those of a snapshot, which nobody changes, are written at each restore. */
const keptLists = new WeakMap<Rows, readonly Buffer[]>();

function* bytesOfRows(rows: Rows): Generator<Buffer> {
  const kept = keptLists.get(rows);
  if (kept) return yield* kept;
  const slices: Buffer[] = [];
  let size = 0;
  for (const slice of inSlices(piecesOfRows(rows))) {
    const bytes = Buffer.from(slice);
    size += bytes.length;
    if (size <= keptBytes) slices.push(bytes);
    yield bytes;
  }
  // Rows that are read from live tables may be others the next time.
  if (Array.isArray(rows) && size <= keptBytes) keptLists.set(rows, slices);
}

/** One row a line. Code and schemas make rows with their keys in one order, so the same state is the same bytes. */
export function* encodeState({ seq, tables }: State): Generator<Buffer> {
  yield Buffer.from(`{\n"version": ${storeVersion},\n"seq": ${seq}`);
  for (const table of tableNames) {
    yield Buffer.from(openTable(table));
    yield* bytesOfRows(tables[table]);
    yield Buffer.from(closeTable);
  }
  yield Buffer.from('\n}\n');
}

const tableStart = /^"(\w+)": \[$/;
const fact = /^"(version|seq)": (\d+),?$/;

/**
 * Reads the file line by line, as it was written, so that its size does not matter. Answers null where it looks otherwise
 * (edited by hand, cut off, or with something behind its end): then it must be read as a whole.
 */
export async function decodeLines(path: string): Promise<Record<string, unknown> | null> {
  // Without a prototype: a table called `__proto__` is one that is not ours, and not lost.
  const state = Object.create(null) as Record<string, unknown>;
  let rows: unknown[] | null = null;
  let last = '';
  let read = 0;
  const take = (line: string): boolean => {
    const isFirst = last === '';
    if (last === '}') return false;
    last = line;
    if (rows && line.startsWith('{')) {
      rows.push(parseJsonText(line.endsWith(',') ? line.slice(0, -1) : line, storeLimits));
      return true;
    }
    const [, name, value] = fact.exec(line) ?? [];
    const [, table] = tableStart.exec(line) ?? [];
    if ((name ?? table ?? '') in state) return false;
    if (!rows && name) state[name] = Number(value);
    else if (!rows && table) state[table] = rows = [];
    else if (rows && (line === '],' || line === ']')) rows = null;
    else return !rows && line === (isFirst ? '{' : '}');
    return true;
  };
  try {
    for await (const lines of linesOf(path, damageAdvice.checkpoint)) {
      if (!lines.every(({ text }) => take(text))) return null;
      read = lines.at(-1)?.end ?? read;
    }
  } catch (error) {
    if (error instanceof JsonFault) return null;
    throw error;
  }
  const isWhole = last === '}' && read === (await stat(path)).size;
  return isWhole && tableNames.every((table) => table in state) ? state : null;
}
