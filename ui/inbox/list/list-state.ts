import type { MessageSummary } from '../../../src/contract/message.js';
import { endOf, placeBlock } from './blocks.js';
import type { Batch } from './batch.js';
import type { Block, Blocks } from './blocks.js';

/** The inbox, newest first, as far as its rows are held. */
export interface ListState {
  blocks: Blocks;
  total: number;
  isExact: boolean;
  phase: 'loading' | 'ready' | 'failed';
  issue: string;
  /** Whether it failed since the server does not understand the search. */
  isMisread: boolean;
  q: string;
  /** The search that the rows answer: another than `q` until its own are there. */
  heldQ: string;
  /** Grows whenever the rows may no longer be what the server has. */
  wanted: number;
  /** Changes that came while the server was being asked; null when it is not. */
  meanwhile: Batch | null;
  /** What the last few frames brought, to slide in. */
  fresh: ReadonlySet<string>;
  /** The last rows that were removed: they are no news when they are restored. */
  gone: ReadonlySet<string>;
}

export const emptyList: ListState = {
  blocks: [],
  total: 0,
  isExact: true,
  phase: 'loading',
  issue: '',
  isMisread: false,
  q: '',
  heldQ: '',
  wanted: 0,
  meanwhile: null,
  fresh: new Set(),
  gone: new Set(),
};

/** More arrivals at once than this appear without sliding in. */
const maxFresh = 8;

/** Rows that are known to be gone; when there are more, they are forgotten. */
const mostGone = 5000;

/** One block after the changes, and which mails of the batch it had or got. */
function applyToBlock(block: Block, batch: Batch, isTaken: (mail: MessageSummary) => boolean) {
  const known: MessageSummary[] = [];
  const moved: MessageSummary[] = [];
  const gone: string[] = [];
  const seen = new Set<string>();
  for (const row of block.rows) {
    if (batch.removed.has(row.id)) {
      gone.push(row.id);
      continue;
    }
    const change = batch.put.get(row.id);
    if (change) seen.add(row.id);
    if (change && change.received_at !== row.received_at) moved.push(change);
    else known.push(change ?? row);
  }
  const arriving = [...batch.put.values()].filter((mail) => !seen.has(mail.id) && isTaken(mail));
  const isSame = gone.length + seen.size + arriving.length === 0;
  return { rows: isSame ? block.rows : merge([...moved, ...arriving], known), arriving, gone };
}

/**
 * Brings the rows up to date; `arrived` is how many mails were new. What comes in stands at the top; what comes
 * back in the block whose times embrace it. What cannot be placed is asked for.
 */
export function applyBatch(list: ListState, batch: Batch): { list: ListState; arrived: number } {
  if (batch.put.size === 0 && batch.removed.size === 0) return { list, arrived: 0 };
  const isSearch = list.q !== '';
  const held = new Set<string>();
  for (const { rows } of list.blocks) for (const { id } of rows) held.add(id);
  const fresh: string[] = [];
  const gone: string[] = [];
  let shift = 0;
  const blocks = list.blocks.map((block): Block => {
    const { isIn, isOnTop } = placesIn(list, block);
    const isTaken = (mail: MessageSummary): boolean =>
      !isSearch &&
      !held.has(mail.id) &&
      (batch.arrived.has(mail.id) ? isOnTop(mail) : list.gone.has(mail.id) && isIn(mail));
    const change = applyToBlock(block, batch, isTaken);
    for (const { id } of change.arriving) {
      held.add(id);
      if (batch.arrived.has(id)) fresh.push(id);
    }
    for (const id of change.gone) gone.push(id);
    const at = block.at + shift;
    shift += change.rows.length - block.rows.length;
    return { ...block, at, rows: change.rows };
  });
  const isUnheldGone = gone.length < batch.removed.size;
  // A mail of ours moves when it is sent; in the second of the last row at the top, nothing tells that from a change below.
  const edge = list.blocks[0]?.rows.at(-1)?.received_at ?? '';
  // What comes in is the newest. With an earlier time than the top, after the clock was set back, its place is asked for.
  const isUnplaced = ({ id, received_at }: MessageSummary): boolean =>
    !held.has(id) && (batch.arrived.has(id) || received_at >= edge);
  const isUnclear = list.blocks.length > 0 && [...batch.put.values()].some(isUnplaced);
  return {
    list: {
      ...list,
      blocks,
      total: list.total + shift,
      wanted: list.wanted + Number(isSearch || isUnheldGone || isUnclear),
      fresh: isSearch ? list.fresh : new Set(fresh.length <= maxFresh ? fresh : []),
      gone:
        gone.length === 0 ? list.gone : new Set(list.gone.size > mostGone ? gone : [...list.gone, ...gone]),
    },
    // Which of them a search finds is known once it is asked again.
    arrived: isSearch ? 0 : batch.arrived.size,
  };
}

/** Whether a mail stands among the rows of a block by its time, or above them all. */
function placesIn({ total }: ListState, block: Block) {
  const [top, bottom] = [block.rows[0]?.received_at ?? '', block.rows.at(-1)?.received_at ?? ''];
  const isFirst = block.at === 0;
  const isLast = endOf(block) >= total;
  return {
    isOnTop: ({ received_at }: MessageSummary): boolean => isFirst && received_at >= top,
    isIn: ({ received_at }: MessageSummary): boolean =>
      (isLast || received_at > bottom) && (isFirst || received_at < top),
  };
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

/** One page as the server gave it. */
export interface ListAnswer {
  /** How many rows come before it. */
  offset: number;
  rows: readonly MessageSummary[];
  total: number;
  isExact: boolean;
  cursor: string | null;
}

/**
 * Where a page stands now. Mail comes in at the top: counted from the end of the list, a row stays where it is while the
 * page is on its way.
 */
const placeOf = ({ q, total }: ListState, answer: ListAnswer): number =>
  Math.max(0, answer.offset + (q === '' ? total - answer.total : 0));

/**
 * The pages at the top and in view: replace all rows, then what came while they were on their way is applied. `keep` is a
 * row that stays although the search no longer finds it: the one being read.
 */
export function takePages(
  list: ListState,
  [top, ...others]: readonly ListAnswer[],
  keep: string | null,
): ListState {
  if (!top) return list;
  const taken: ListState = {
    ...list,
    blocks: [{ at: 0, rows: merge(keptRow(list, top, keep), top.rows), cursor: top.cursor }],
    total: top.total,
    isExact: top.isExact,
    heldQ: list.q,
    phase: 'ready',
    meanwhile: null,
    fresh: new Set(),
  };
  const whole = others.reduce((held, page) => putPage(held, page), taken);
  if (list.q !== '' || !list.meanwhile) return whole;
  const { list: current } = applyBatch(whole, list.meanwhile);
  return { ...current, wanted: list.wanted };
}

function keptRow({ q, phase, blocks }: ListState, { rows }: ListAnswer, keep: string | null) {
  if (q === '' || phase !== 'ready') return [];
  const held = blocks.flatMap((block) => block.rows.filter(({ id }) => id === keep));
  return held.filter(({ id }) => !rows.some((row) => row.id === id));
}

const putPage = (list: ListState, page: ListAnswer): ListState =>
  page.rows.length === 0
    ? list
    : {
        ...list,
        blocks: placeBlock(list.blocks, { at: placeOf(list, page), rows: page.rows, cursor: page.cursor }),
      };

/** A further page. Where it shows that the list has another length than thought, all is asked for anew. */
export function takeMore(list: ListState, page: ListAnswer): ListState {
  const { total, isExact } = page;
  const next = putPage(list, page);
  if (list.q !== '') return { ...next, total: isExact ? total : Math.max(total, list.total), isExact };
  return total === list.total ? next : { ...next, wanted: list.wanted + 1 };
}
