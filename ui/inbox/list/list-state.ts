import type { LiveFrame } from '../../../src/contract/frame.js';
import type { MessageSummary } from '../../../src/contract/message.js';

/** The rows held of the inbox, newest first; `cursor` is where the server goes on. */
export interface ListState {
  rows: readonly MessageSummary[];
  cursor: string | null;
  total: number;
  isExact: boolean;
  phase: 'loading' | 'ready' | 'failed';
  issue: string;
  q: string;
  /** Grows whenever the rows may no longer be what the server has. */
  wanted: number;
  /** Changes that came while the server was being asked; null when it is not. */
  meanwhile: Batch | null;
  /** What the last few frames brought, to slide in. */
  fresh: ReadonlySet<string>;
}

/** What a run of frames comes down to. */
export interface Batch {
  put: Map<string, MessageSummary>;
  removed: Set<string>;
}

export const emptyList: ListState = {
  rows: [],
  cursor: null,
  total: 0,
  isExact: true,
  phase: 'loading',
  issue: '',
  q: '',
  wanted: 0,
  meanwhile: null,
  fresh: new Set(),
};

export const emptyBatch = (): Batch => ({ put: new Map(), removed: new Set() });

/** Adds frames to a batch: of several changes of one mail the last one counts. */
export function gather(frames: readonly LiveFrame[], batch: Batch = emptyBatch()): Batch {
  for (const frame of frames) {
    if (frame.type === 'message') {
      // Taken out first, so that the order of the map is that of the latest change.
      batch.put.delete(frame.message.id);
      batch.put.set(frame.message.id, frame.message);
      batch.removed.delete(frame.message.id);
    } else if (frame.type === 'message_removed') {
      batch.put.delete(frame.id);
      batch.removed.add(frame.id);
    }
  }
  return batch;
}

/** More arrivals at once than this appear without sliding in. */
const maxFresh = 8;

/** Brings the rows up to date; `arrived` is how many mails were new. */
export function applyBatch(list: ListState, batch: Batch): { list: ListState; arrived: number } {
  if (batch.put.size === 0 && batch.removed.size === 0) return { list, arrived: 0 };
  const known: MessageSummary[] = [];
  const moved: MessageSummary[] = [];
  const unknown = new Map(batch.put);
  for (const row of list.rows) {
    if (batch.removed.has(row.id)) continue;
    const change = unknown.get(row.id);
    unknown.delete(row.id);
    if (change && change.received_at !== row.received_at) moved.push(change);
    else known.push(change ?? row);
  }
  if (list.q !== '') {
    return { list: { ...list, rows: merge(moved, known), wanted: list.wanted + 1 }, arrived: unknown.size };
  }
  const oldest = list.rows.at(-1)?.received_at ?? '';
  const inReach = [...unknown.values()].filter(
    ({ received_at }) => list.cursor === null || received_at >= oldest,
  );
  const rows = merge([...moved, ...inReach], known);
  const fresh = new Set(inReach.length <= maxFresh ? inReach.map(({ id }) => id) : []);
  return { list: { ...list, rows, fresh }, arrived: inReach.length };
}

/** Places incoming rows among ordered ones, later arrivals before earlier ones of the same second. */
function merge(
  incoming: readonly MessageSummary[],
  ordered: readonly MessageSummary[],
): readonly MessageSummary[] {
  if (incoming.length === 0) return ordered;
  const arriving = incoming
    .toReversed()
    .sort((a, b) => (a.received_at < b.received_at ? 1 : a.received_at > b.received_at ? -1 : 0));
  const rows: MessageSummary[] = [];
  let next = 0;
  for (const row of ordered) {
    for (let mail = arriving[next]; mail && mail.received_at >= row.received_at; mail = arriving[next]) {
      rows.push(mail);
      next += 1;
    }
    rows.push(row);
  }
  return rows.concat(arriving.slice(next));
}

export interface ListAnswer {
  rows: readonly MessageSummary[];
  total: number;
  isExact: boolean;
  cursor: string | null;
  /** A row that stays although the search no longer finds it: the one being read. */
  keep: string | null;
}

/** A first page: replaces the rows, then applies what came while it was on its way. */
export function takePage(list: ListState, answer: ListAnswer): ListState {
  const { keep, total, isExact, cursor } = answer;
  const kept =
    list.q === '' || list.phase !== 'ready'
      ? []
      : list.rows.filter(({ id }) => id === keep && !answer.rows.some((row) => row.id === id));
  const taken: ListState = {
    ...list,
    rows: merge(kept, answer.rows),
    total,
    isExact,
    cursor,
    phase: 'ready',
    meanwhile: null,
    fresh: new Set(),
  };
  return list.q === '' && list.meanwhile ? applyBatch(taken, list.meanwhile).list : taken;
}

/** A further page. Rows that live frames brought in the meantime are not doubled. */
export function takeMore(list: ListState, { rows, total, isExact, cursor }: ListAnswer): ListState {
  const held = new Set(list.rows.map(({ id }) => id));
  return { ...list, rows: list.rows.concat(rows.filter(({ id }) => !held.has(id))), total, isExact, cursor };
}
