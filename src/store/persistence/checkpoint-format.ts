import { JsonFault, parseJsonText, storeLimits } from '../../contract/json/json-text.js';
import { tableNames } from '../../contract/tables.js';
import type { State } from '../tables/state.js';
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

function* piecesOf(tables: State['tables']): Generator<string> {
  for (const table of tableNames) {
    yield `,\n"${table}": [`;
    let separator = '\n';
    // A row that moves to the end of its table while this is written comes by a second time: what moved it is in the journal.
    const written = new Set<string>();
    for (const row of tables[table]) {
      if (written.has(row.id)) continue;
      written.add(row.id);
      yield separator + JSON.stringify(row);
      separator = ',\n';
    }
    yield '\n]';
  }
}

function* piecesOfState({ seq, tables }: State): Generator<string> {
  yield `{\n"version": ${storeVersion},\n"seq": ${seq}`;
  yield* piecesOf(tables);
  yield '\n}\n';
}

/** One row a line. Code and schemas make rows with their keys in one order, so the same state is the same bytes. */
export const encodeState = (state: State): Generator<string> => inSlices(piecesOfState(state));

/** The tables of a state, each as a member that follows another. */
export const encodeTables = (tables: State['tables']): Generator<string> => inSlices(piecesOf(tables));

const tableStart = /^"(\w+)": \[$/;
const fact = /^"(version|seq)": (\d+),?$/;

/**
 * Reads the file line by line, as it was written, so that its size does not matter. Answers null where it looks otherwise
 * (edited by hand, or cut off): then it must be read as a whole.
 */
export async function decodeLines(path: string): Promise<Record<string, unknown> | null> {
  // Without a prototype: a table called `__proto__` is one that is not ours, and not lost.
  const state = Object.create(null) as Record<string, unknown>;
  let rows: unknown[] | null = null;
  let last = '';
  const take = (line: string): boolean => {
    last = line;
    if (rows && line.startsWith('{')) {
      rows.push(parseJsonText(line.endsWith(',') ? line.slice(0, -1) : line, storeLimits));
      return true;
    }
    const [, name, value] = fact.exec(line) ?? [];
    const [, table] = tableStart.exec(line) ?? [];
    if (!rows && name) state[name] = Number(value);
    else if (!rows && table) state[table] = rows = [];
    else if (rows && (line === '],' || line === ']')) rows = null;
    else return line === '{' || line === '}';
    return true;
  };
  try {
    for await (const lines of linesOf(path)) if (!lines.every(({ text }) => take(text))) return null;
  } catch (error) {
    if (error instanceof JsonFault) return null;
    throw error;
  }
  return last === '}' && tableNames.every((table) => table in state) ? state : null;
}
