/** A stored row, or the changed fields of one, before its schema has checked it. */
export type StoredFields = Record<string, unknown>;

/** How one table changes from a version to the next. Both functions answer a copy and leave unknown values alone. */
export interface TableMigration {
  /** Rewrites fields where they stand: in whole rows, and in the changed fields that a line of the journal holds. */
  fields?(fields: StoredFields): StoredFields;
  /** Completes a whole row, such as by a field that is new. Runs after `fields`. */
  row?(row: StoredFields): StoredFields;
}

/** One step, by the names of the tables that it changes. */
export type Migration = Readonly<Record<string, TableMigration>>;

/** Gives fields new names, in place, so that a row keeps its order of keys. */
const rename =
  (names: ReadonlyMap<string, string>) =>
  (fields: StoredFields): StoredFields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [names.get(name) ?? name, value]));

const isObject = (value: unknown): value is StoredFields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const renameInOutcome = rename(
  new Map([
    ['reception', 'result'],
    ['acts', 'actions'],
  ]),
);
const renameInMessage = rename(
  new Map([
    ['plan', 'schedule'],
    ['handed_over_at', 'sent_at'],
  ]),
);

/**
 * Every change of a stored shape, oldest first: the step at index n leads from version n + 1 to n + 2. A step that was
 * released is never changed. A new one comes with a data directory written by the commit before it, in `test/store`.
 */
const migrations: readonly Migration[] = [
  {
    messages: {
      fields: (fields) => {
        const renamed = renameInMessage(fields);
        const { outcome } = renamed;
        return isObject(outcome) ? { ...renamed, outcome: renameInOutcome(outcome) } : renamed;
      },
    },
  },
  {
    campaigns: { row: (row) => ({ ...row, last_start: null }) },
    suppressions: { row: (row) => ({ ...row, message_id: null }) },
  },
  {
    meta: {
      row(row) {
        if (row['id'] === 'workspace') return { ...row, inherited: [] };
        return row['id'] === 'quota' ? { ...row, others: {} } : row;
      },
    },
    // The first key of a workspace that a call made was stored as one of the settings.
    keys: {
      row: (row) =>
        row['origin'] === 'settings' && row['name'] === 'Made with the workspace'
          ? { ...row, origin: 'workspace' }
          : row,
    },
  },
];

/** The version of the rows in `db.json`, in each line of the journal, in snapshots and in exports. */
export const storeVersion = migrations.length + 1;

function migrate(table: string, value: unknown, { from, isWhole }: { from: number; isWhole: boolean }) {
  let fields = value;
  for (const migration of migrations.slice(from - 1)) {
    const step = migration[table];
    if (!step || !isObject(fields)) continue;
    fields = step.fields?.(fields) ?? fields;
    if (isWhole && isObject(fields)) fields = step.row?.(fields) ?? fields;
  }
  return fields;
}

/** A row of version `from` in the present shape. What is no object is left for the schema to refuse. */
export const migrateRow = (table: string, row: unknown, from: number): unknown =>
  from === storeVersion ? row : migrate(table, row, { from, isWhole: true });

/** The changed fields of a row, from a line of the journal of version `from`, in the present shape. */
export const migrateFields = (table: string, fields: unknown, from: number): unknown =>
  from === storeVersion ? fields : migrate(table, fields, { from, isWhole: false });

/** Why rows of a version cannot be read, and what helps; null where they can. */
export function versionFault(version: unknown): { issue: string; advice: string } | null {
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return {
      issue: `has a "version" that is no whole number from 1 on: ${JSON.stringify(version)}.`,
      advice: '',
    };
  if (version <= storeVersion) return null;
  return {
    issue: `was written by a newer maildrone-emulator (store version ${version}, this one knows ${storeVersion}).`,
    advice: 'Use that release or another --data directory; nothing was changed.',
  };
}
