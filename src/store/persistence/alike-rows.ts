import { distinctFields, tableNames } from '../../contract/tables.js';
import type { TableName, Tables } from '../../contract/tables.js';
import { StoreFileError } from '../files/store-file-error.js';
import type { State } from '../tables/state.js';

type Row = Tables[TableName];

/** Where a pair of rows stands, and what to do about it. */
interface PairPlace {
  where(table: TableName, rows: readonly [Row, Row]): string;
  advice: string;
}

function findPair<K extends TableName>(
  rows: Iterable<Tables[K]>,
  valueOf: (row: Tables[K]) => unknown,
): [Tables[K], Tables[K]] | null {
  const seen = new Map<unknown, Tables[K]>();
  for (const row of rows) {
    const value = valueOf(row);
    const other = seen.get(value);
    if (other) return [other, row];
    seen.set(value, row);
  }
  return null;
}

function requireDistinctIn<K extends TableName>(
  table: K,
  rows: Iterable<Tables[K]>,
  { where, advice }: PairPlace,
): void {
  const distinct = distinctFields[table];
  const pair = distinct && findPair(rows, distinct.valueOf);
  if (!pair) return;
  const ids = pair.map(({ id }) => id).join(' and ');
  const what = `has two rows of "${table}" with the same "${distinct.field}": ${ids}.`;
  throw new StoreFileError(where(table, pair), what, advice);
}

/**
 * Throws a StoreFileError where rows of a table have alike what may stand once: by it but one of them would be found. Of a whole
 * state alone: a checkpoint may have a row that went while it was written besides the one that took its address.
 */
export function requireDistinct(tables: State['tables'], place: PairPlace): void {
  for (const table of tableNames) requireDistinctIn(table, tables[table], place);
}
