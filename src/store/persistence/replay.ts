import { tableNames } from '../../contract/tables.js';
import type { TableName } from '../../contract/tables.js';
import type { CheckRow, JournalOp, StoredOp, StoredRows } from '../tables/database.js';

/** A row before its schema has checked it. */
type UncheckedRow = Readonly<{ id: string }>;

/**
 * What the lines of a journal make of the rows of a checkpoint. A mail changes some six times on its way: so each row is
 * checked and indexed once, as the last line leaves it.
 */
export interface Replay {
  /** Notes what a line says; `check` is that of the line. */
  add(ops: readonly JournalOp[], check: CheckRow): void;
  /** The changes that all lines come to, each row given to `check`. */
  changes(check: CheckRow): StoredOp[];
}

const isRow = (value: unknown): value is UncheckedRow =>
  typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';

/** What becomes of the rows of one table. */
function createTableReplay(table: TableName, before: StoredRows['collections'][TableName]) {
  // Null where a row is removed.
  const rows = new Map<string, UncheckedRow | null>();
  // Rows that were removed and put again: they stand at the end.
  const putAgain = new Set<string>();
  return {
    put(row: UncheckedRow): void {
      if (rows.get(row.id) === null) {
        rows.delete(row.id);
        putAgain.add(row.id);
      }
      rows.set(row.id, row);
    },
    remove: (id: string) => void rows.set(id, null),
    /** Answers the whole row; undefined where a checkpoint that was written meanwhile already lacks it. */
    change(fields: UncheckedRow): UncheckedRow | undefined {
      const row = rows.has(fields.id) ? rows.get(fields.id) : before.get(fields.id);
      if (!row) return undefined;
      const changed = { ...row, ...fields };
      // A mail of ours takes its place when it arrives, behind what came while it was under way.
      if ('received_at' in fields) rows.delete(row.id);
      rows.set(row.id, changed);
      return changed;
    },
    *changes(check: CheckRow): Generator<StoredOp> {
      for (const [id, row] of rows) {
        if (row === null || putAgain.has(id)) yield [table, id];
        if (row !== null) yield [table, check(table, row)] as StoredOp;
      }
    },
  };
}

/** `isCareful` checks each row after each line that changes it: slow, but the line that is at fault is known. */
export function createReplay(
  { collections }: Pick<StoredRows, 'collections'>,
  { isCareful }: { isCareful: boolean },
): Replay {
  const tables = new Map(tableNames.map((name) => [name, createTableReplay(name, collections[name])]));
  return {
    add(ops, check) {
      for (const [name, value, kind] of ops) {
        const table = tables.get(name);
        if (typeof value === 'string') {
          table?.remove(value);
          continue;
        }
        const isSound = isRow(value);
        const row = isSound && kind ? table?.change(value) : value;
        if (row !== undefined && (isCareful || !isSound)) check(name, row);
        if (!kind) table?.put(value);
      }
    },
    changes: (check) => [...tables.values()].flatMap((table) => [...table.changes(check)]),
  };
}
