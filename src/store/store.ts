import type { EventData, EventRecord, EventType } from '../contract/event.js';
import { AppError, cannotStore } from '../contract/errors.js';
import type { Id, IdPrefix } from '../contract/ids.js';
import { tableNames } from '../contract/tables.js';
import type { TableName, Tables } from '../contract/tables.js';
import type { MetaOf, MetaRecord } from '../contract/workspace-records.js';
import type { Clock, Timers } from '../core/time/clock.js';
import type { Logger } from '../contract/logger.js';
import type { Bulk, RowChange, Store, Tx } from '../core/ports/ports.js';
import type { Pace } from '../core/time/pace.js';
import type { Random } from '../core/time/random.js';
import { memoryPersistence, openPersistence } from './persistence/persistence.js';
import { createPublisher } from './publisher.js';
import { createStoredRows } from './tables/database.js';
import type { JournalOp, PreparedTables, StoredOp, StoredRows } from './tables/database.js';

export interface StoreDeps {
  /** Directory of the workspace; null keeps nothing. */
  dir: string | null;
  random: Random;
  timers: Timers;
  log: Logger;
}

/** A store whose clock is given once it is known: the clock's own setting is kept in the store. */
export interface OpenStore extends Store {
  useClock(clock: Clock): void;
  /** The rows as they are at this moment, of all tables or of some; nothing changes them: rows are never written to. */
  capture(): WholeState;
  capture<K extends TableName>(names: readonly K[]): Pick<WholeState, K>;
  /** Makes a whole state ready to be put in place, in slices. */
  prepare(tables: WholeState, pace: Pace): Promise<PreparedState>;
  /** Puts a prepared state in the place of this one, at once; `durable` says when it is kept. A kill leaves either, whole. */
  replace(state: PreparedState): void;
  /** Writes pending lines and closes the files; no commit is taken any more. */
  close(options: { checkpoint: boolean }): Promise<void>;
}

/** A whole state with the tables made of it. */
export interface PreparedState {
  rows: WholeState;
  tables: PreparedTables;
}

/** Every row of a workspace. */
export type WholeState = { [K in TableName]: Tables[K][] };

/** A state of nothing. */
export const noRows = () =>
  Object.fromEntries(tableNames.map((name) => [name, [] as unknown[]])) as WholeState;

const prefixTables: Partial<Record<IdPrefix, TableName>> = {
  contact: 'contacts',
  campaign: 'campaigns',
  email: 'messages',
  evt: 'events',
  wh: 'webhooks',
  dlv: 'deliveries',
  key: 'keys',
};

/** The tables as they may be read. */
const viewsOf = ({ views, collections }: ReturnType<typeof createStoredRows>) => ({
  ...views,
  webhooks: collections.webhooks,
  suppressions: collections.suppressions,
  audiences: collections.audiences,
  meta: {
    get: <K extends MetaRecord['id']>(id: K) => collections.meta.get(id) as MetaOf<K> | undefined,
  },
});

/** Draws ids that no row has. */
const createIdSource =
  (collections: StoredRows['collections'], random: Random) =>
  <P extends IdPrefix>(prefix: P): Id<P> => {
    const table = prefixTables[prefix];
    for (;;) {
      const id: Id<P> = `${prefix}_${random.base36(8)}`;
      if (!table || !collections[table].get(id)) return id;
    }
  };

/** Opens the store of one workspace. Rejects with a StoreFileError where its files cannot be used. */
export async function openStore({ dir, random, timers, log }: StoreDeps): Promise<OpenStore> {
  const rows = createStoredRows();
  const persistence = dir === null ? memoryPersistence : await openPersistence(dir, rows, { log, timers });
  const { publish, subscribe } = createPublisher(log);
  let clock: Clock = { now: () => 0 };
  let committing = false;
  let bulkSeq = 0;
  let closed = false;
  const newId = createIdSource(rows.collections, random);

  function createTx(): { tx: Tx; ops: StoredOp[]; events: EventRecord[]; seq: () => number } {
    const ops: StoredOp[] = [];
    const events: EventRecord[] = [];
    let seq = rows.seq();
    const put = <K extends TableName>(table: K, row: Tables[K]) => void ops.push([table, row] as StoredOp);
    const tx: Tx = {
      put,
      remove: (table, id) => void ops.push([table, id] as StoredOp),
      nextSeq: () => (seq += 1),
      emit(type: EventType, data: EventData) {
        const event: EventRecord = { id: newId('evt'), seq: (seq += 1), type, created_at: clock.now(), data };
        put('events', event);
        events.push(event);
        return event;
      },
    };
    return { tx, ops, events, seq: () => seq };
  }

  const unwritable = (fault: Error) =>
    cannotStore(fault.message, { issue: `Expected a writable data directory${dir ? ` (${dir})` : ''}` });
  function refuseWhileFaulty() {
    if (closed) throw new AppError('NOT_READY', 'The workspace is closed');
    const fault = persistence.fault();
    if (!fault) return;
    persistence.retry();
    throw unwritable(fault);
  }

  function commit<T>(change: (tx: Tx) => T, bulk: Bulk | null = null): T {
    if (committing) throw new Error('commit within a commit: collect both changes in one');
    refuseWhileFaulty();
    const { tx, ops, events, seq } = createTx();
    committing = true;
    let result: T;
    try {
      result = change(tx);
    } finally {
      committing = false;
    }
    if (ops.length === 0) return result;
    // Each commit has a number of its own, so that a reader of the journal knows which it has applied.
    const commitSeq = seq() > rows.seq() ? seq() : tx.nextSeq();
    const changes: RowChange[] = [];
    const journalled: JournalOp[] = [];
    for (const op of ops) {
      changes.push(toChange(op, rows.collections));
      journalled.push(rows.apply(op));
    }
    rows.setSeq(commitSeq);
    if (bulk) bulkSeq = commitSeq;
    persistence.append(commitSeq, journalled);
    publish({ seq: commitSeq, bulk, changes, events });
    return result;
  }

  function capture(names: readonly TableName[] = tableNames): WholeState {
    return Object.fromEntries(names.map((table) => [table, rows.collections[table].list()])) as WholeState;
  }
  function replace(state: PreparedState) {
    refuseWhileFaulty();
    // Numbers never go back: clients and the journal know by them what is new.
    const seq = Math.max(rows.seq(), lastSeqOf(state.rows)) + 1;
    rows.replace(seq, state.tables);
    persistence.replace({ seq, tables: state.rows });
    bulkSeq = seq;
    // The workspace announces the new state once all of it is in place.
    publish({ seq, bulk: 'part', changes: [], events: [] });
  }

  return {
    capture,
    prepare: async (whole, pace) => ({ rows: whole, tables: await rows.prepare(whole, pace) }),
    replace,
    requireWritable: refuseWhileFaulty,
    ...viewsOf(rows),
    get seq() {
      return rows.seq();
    },
    get bulkSeq() {
      return bulkSeq;
    },
    commit,
    newId,
    useClock: (given) => {
      clock = given;
    },
    async durable() {
      await persistence.written().catch((error: Error) => {
        throw unwritable(error);
      });
    },
    subscribe,
    async close(options) {
      closed = true;
      await persistence.close(options);
    },
  };
}

/** The highest number in a state. */
export function lastSeqOf({ messages, events, deliveries, webhooks, meta }: WholeState): number {
  let last = 0;
  for (const rows of [messages, events, deliveries]) for (const { seq } of rows) last = Math.max(last, seq);
  for (const { from_seq } of webhooks) last = Math.max(last, from_seq);
  for (const row of meta) if (row.id === 'webhook_cursor') last = Math.max(last, row.seq);
  return last;
}

/** What an operation that is not yet applied changes. */
function toChange([table, value]: StoredOp, collections: StoredRows['collections']): RowChange {
  const [id, row] = typeof value === 'string' ? [value, null] : [value.id, value];
  return { table, id, row, before: collections[table].get(id) ?? null } as RowChange;
}
