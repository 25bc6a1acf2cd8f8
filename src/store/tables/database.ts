import type { Pace } from '../../core/time/pace.js';
import { tableNames } from '../../contract/tables.js';
import type { TableName, Tables } from '../../contract/tables.js';
import { createCollection } from './collection.js';
import type { Collection } from './collection.js';
import type { State } from './state.js';
import { contactTable } from './contacts.js';
import { deliveryTable } from './deliveries.js';
import { messageTable } from './messages.js';
import { campaignTable } from './campaigns.js';
import { eventTable } from './events.js';
import { keyTable } from './keys.js';

/** One row put, or the id of one removed. */
export type StoredOp = { [K in TableName]: [table: K, value: Tables[K] | string] }[TableName];

/**
 * A change as it stands in the journal: of a row that was there already only the fields that differ. Fields are never
 * written into, so one that is the same object is the same.
 */
export type JournalOp = StoredOp | [table: TableName, fields: { id: string }, 'changed'];

export type CheckRow = <K extends TableName>(table: K, row: unknown) => Tables[K];

type Collections = { [K in TableName]: Collection<Tables[K]> };

/** The tables of a state that is to come. */
export type PreparedTables = ReturnType<typeof createTables>;

/** All tables of a workspace in memory. */
export interface StoredRows {
  collections: Collections;
  seq(): number;
  /** Carries a change out. Answers it as it is to stand in the journal. */
  apply(op: StoredOp): JournalOp;
  /** Puts back what a file holds. */
  load(state: State): void;
  /** Makes the tables of a whole state, with their indexes, in slices; nothing of it is seen yet. */
  prepare(tables: State['tables'], pace: Pace): Promise<PreparedTables>;
  /** Puts prepared tables in the place of all, at once. */
  replace(seq: number, prepared: PreparedTables): void;
  /** Carries out what the journal makes of the rows; `seq` is that of its last commit. */
  replay(seq: number, ops: readonly StoredOp[]): void;
  /** The rows as they are, live: what changes while they are read is in the journal too. */
  state(): State;
}

/** The rows of each table, read when they are asked for. */
function live(collections: Collections): State['tables'] {
  const tables: Partial<Record<TableName, Iterable<unknown>>> = {};
  for (const table of tableNames) tables[table] = { [Symbol.iterator]: () => collections[table].values() };
  return tables as State['tables'];
}

/** Every table with its indexes, and the reading faces of those that have more than rows by id. */
function createTables() {
  const contacts = contactTable();
  const campaigns = campaignTable();
  const messages = messageTable();
  const events = eventTable();
  const deliveries = deliveryTable();
  const keys = keyTable();
  const collections: Collections = {
    meta: createCollection<Tables['meta']>(),
    keys: keys.rows,
    webhooks: createCollection<Tables['webhooks']>(),
    contacts: contacts.rows,
    suppressions: createCollection<Tables['suppressions']>(),
    campaigns: campaigns.rows,
    audiences: createCollection<Tables['audiences']>(),
    messages: messages.rows,
    events: events.rows,
    deliveries: deliveries.rows,
  };
  const views = {
    contacts: contacts.view,
    campaigns: campaigns.view,
    messages: messages.view,
    events: events.view,
    deliveries: deliveries.view,
    keys: keys.view,
  };
  return { collections, views };
}

/** An object whose members are at each use those of the present one. */
function following<T extends object>(present: () => T): T {
  const face = {} as T;
  for (const name of Object.keys(present()) as (keyof T)[])
    Object.defineProperty(face, name, { enumerable: true, get: () => present()[name] });
  return face;
}

/** The tables of the present, whichever they are: who holds one goes on with the next. */
function followTables(present: () => PreparedTables): PreparedTables {
  const { collections, views } = present();
  const each = <G extends object>(group: G, of: (tables: PreparedTables) => G): G =>
    Object.fromEntries(
      (Object.keys(group) as (keyof G)[]).map((name) => [
        name,
        following(() => of(present())[name] as object),
      ]),
    ) as G;
  return {
    collections: each(collections, (tables) => tables.collections),
    views: each(views, (tables) => tables.views),
  };
}

/** Rows put between two looks at the time: each takes some microseconds. */
const rowsAtOnce = 64;

async function putInSlices<K extends TableName>(
  into: Collection<Tables[K]>,
  rows: Iterable<Tables[K]>,
  pace: Pace,
): Promise<void> {
  let count = 0;
  for (const row of rows) {
    if (count % rowsAtOnce === 0) await pace();
    into.set(row);
    count += 1;
  }
}

/** What makes `after` of `before`; null where a field went away, which fields alone cannot say. */
function changedFields(before: { id: string }, after: { id: string }): { id: string } | null {
  const [old, next] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const changed: Record<string, unknown> & { id: string } = { id: after.id };
  for (const field in old) if (next[field] === undefined && old[field] !== undefined) return null;
  for (const field in next) if (next[field] !== old[field]) changed[field] = next[field];
  return changed;
}

export function createStoredRows() {
  let seq = 0;
  let present = createTables();
  const { collections, views } = followTables(() => present);
  const put = <K extends TableName>(table: K, row: Tables[K]) => collections[table].set(row);
  const apply = (op: StoredOp): JournalOp => {
    const [table, value] = op;
    if (typeof value === 'string') {
      collections[table].delete(value);
      return op;
    }
    const before = collections[table].get(value.id);
    put(table, value);
    const fields = before && changedFields(before, value);
    return fields ? [table, fields, 'changed'] : op;
  };
  const loadTable = <K extends TableName>(state: State, table: K) => {
    for (const row of state.tables[table]) put(table, row);
  };
  const stored: StoredRows = {
    collections,
    seq: () => seq,
    apply,
    load(state) {
      seq = state.seq;
      for (const table of tableNames) loadTable(state, table);
    },
    async prepare(tables, pace) {
      const coming = createTables();
      const fill = <K extends TableName>(table: K) =>
        putInSlices<K>(coming.collections[table], tables[table], pace);
      for (const table of tableNames) await fill(table);
      return coming;
    },
    replace(nextSeq, prepared) {
      present = prepared;
      seq = nextSeq;
    },
    replay(lastSeq, ops) {
      seq = lastSeq;
      for (const [table, value] of ops) {
        if (typeof value === 'string') collections[table].delete(value);
        else put(table, value);
      }
    },
    state: () => ({
      seq,
      tables: live(collections),
    }),
  };
  const setSeq = (next: number) => {
    seq = next;
  };
  return { ...stored, views, setSeq };
}
