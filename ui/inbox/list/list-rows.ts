import type { MessageSummary } from '../../../src/contract/message.js';
import { endOf, heldRows } from './blocks.js';
import type { ListState } from './list-state.js';

/** The list in its true length, of which only some rows are held. */
export interface ListRows {
  length: number;
  /** Whether `length` is that of all that match; else at least so many do. */
  isExact: boolean;
  held: readonly MessageSummary[];
  /** Undefined while the row is not held. */
  at(index: number): MessageSummary | undefined;
  /** Negative where the row is not held. */
  indexOf(id: string): number;
}

/** Places that stand for what follows where the end is not known. */
const placesOfMore = 3;

export function listRows({
  blocks,
  total,
  isExact,
}: Pick<ListState, 'blocks' | 'total' | 'isExact'>): ListRows {
  const last = blocks.at(-1);
  const end = last ? endOf(last) : 0;
  const isEndHeld = last?.cursor === null;
  const length = isExact ? total : isEndHeld ? end : Math.max(total, end) + placesOfMore;
  let places: Map<string, number> | null = null;
  function placesOf(): Map<string, number> {
    const found = new Map<string, number>();
    for (const { at, rows } of blocks) rows.forEach(({ id }, rank) => found.set(id, at + rank));
    return found;
  }
  return {
    length: Math.max(length, end),
    isExact: isExact || isEndHeld,
    held: heldRows(blocks),
    at(index) {
      const block = blocks.find((one) => index >= one.at && index < endOf(one));
      return block?.rows[index - block.at];
    },
    indexOf: (id) => (places ??= placesOf()).get(id) ?? -1,
  };
}

/** How many rows that a search did not find before stand above all that it found. */
export function newAbove({ q, phase, blocks }: ListState, rows: readonly MessageSummary[]): number {
  if (q === '' || phase !== 'ready') return 0;
  const held = new Set(heldRows(blocks).map(({ id }) => id));
  const first = rows.findIndex(({ id }) => held.has(id));
  return first < 0 ? rows.length : first;
}

/** Rows to ask the server for: from a place on, or after rows that are held. */
export interface Missing {
  offset: number;
  cursor: string | null;
}

/** Which page holds the first rows that are missing in a part of the list; null where none is. */
export function missingIn(list: ListState, first: number, last: number, page: number): Missing | null {
  const isHeld = (index: number) => list.blocks.some((one) => index >= one.at && index < endOf(one));
  let from = Math.max(0, first);
  while (from < last && isHeld(from)) from += 1;
  if (from >= last) return null;
  const before = list.blocks.find((block) => endOf(block) === from);
  if (before) return before.cursor === null ? null : { offset: from, cursor: before.cursor ?? null };
  let to = from;
  while (to < last && !isHeld(to)) to += 1;
  // Scrolled upwards, the page ends where the held rows begin.
  return { offset: to < last ? Math.max(0, to - page) : from, cursor: null };
}
