import { rankWhere } from '../../contract/rank-where.js';
import type { Index } from './index.js';

/** Rows in order, kept in short runs: adding, removing and finding cost little wherever the row stands. */
export interface SortedRows<T> extends Required<Index<T>> {
  readonly size: number;
  /** `limit` rows from `offset`, counted from the end of the order: newest first. */
  fromEnd(offset: number, limit: number): T[];
  /** How many rows come before `row`, counted from the end of the order; null where it is not there. */
  placeFromEnd(row: T): number | null;
  /** From the end of the order towards its start; from before `bound` on when given. */
  backwards(bound?: T): IterableIterator<T>;
  /** How many rows at the start of the order pass, in the time that it takes to go through the runs; none passes after one that does not. */
  countWhile(passes: (row: T) => boolean): number;
  /** From after `bound` towards the end. */
  after(bound: T): IterableIterator<T>;
}

// A run longer than this is cut in two: moving 512 references is a fraction of a microsecond, 100,000 are fifty.
const longestRun = 512;

/** How many of `run` stand before `sought`. */
export const rankIn = <T>(run: readonly T[], sought: T, compare: (a: T, b: T) => number): number =>
  rankWhere(run.length, (index) => compare(run[index] as T, sought) < 0);

export function sortedIndex<T>(compare: (a: T, b: T) => number): SortedRows<T> {
  const runs: T[][] = [];
  let size = 0;
  const run = (index: number): T[] => runs[index] as T[];
  const lastOf = (index: number): T => run(index)[run(index).length - 1] as T;

  /** The first run whose last row does not stand before `sought`; the number of runs when all do. */
  const runOf = (sought: T): number => rankWhere(runs.length, (index) => compare(lastOf(index), sought) < 0);
  const placeOf = (sought: T): { at: number; rank: number } => {
    const at = runOf(sought);
    return { at, rank: at === runs.length ? 0 : rankIn(run(at), sought, compare) };
  };
  /** Where a row equal to `sought` stands; null when there is none. */
  const find = (sought: T): { at: number; rank: number } | null => {
    const place = placeOf(sought);
    if (place.at === runs.length) return null;
    return compare(run(place.at)[place.rank] as T, sought) === 0 ? place : null;
  };
  const append = (row: T) => {
    const last = runs.at(-1);
    // A full run stays full where rows come in order, the common case.
    if (last && last.length < longestRun) last.push(row);
    else runs.push([row]);
  };
  const insert = (row: T) => {
    const { at, rank } = placeOf(row);
    if (at === runs.length) return append(row);
    const into = run(at);
    into.splice(rank, 0, row);
    if (into.length > longestRun) runs.splice(at + 1, 0, into.splice(into.length >> 1));
  };

  function add(row: T) {
    size += 1;
    if (runs.length === 0 || compare(lastOf(runs.length - 1), row) <= 0) append(row);
    else insert(row);
  }
  function remove(row: T) {
    const place = find(row);
    if (!place) return;
    size -= 1;
    const from = run(place.at);
    from.splice(place.rank, 1);
    if (from.length === 0) runs.splice(place.at, 1);
  }

  return {
    get size() {
      return size;
    },
    add,
    remove,
    replace(before, after) {
      const place = compare(before, after) === 0 ? find(before) : null;
      if (place) run(place.at)[place.rank] = after;
      else {
        remove(before);
        add(after);
      }
    },
    fromEnd(offset, limit) {
      const rows: T[] = [];
      let skip = offset;
      for (let at = runs.length - 1; at >= 0 && rows.length < limit; at -= 1) {
        const { length } = run(at);
        for (let rank = length - 1 - skip; rank >= 0 && rows.length < limit; rank -= 1)
          rows.push(run(at)[rank] as T);
        skip = Math.max(0, skip - length);
      }
      return rows;
    },
    placeFromEnd(row) {
      const found = find(row);
      if (!found) return null;
      let place = run(found.at).length - 1 - found.rank;
      for (let at = found.at + 1; at < runs.length; at += 1) place += run(at).length;
      return place;
    },
    *backwards(bound) {
      const start = bound === undefined ? { at: runs.length, rank: 0 } : placeOf(bound);
      for (let rank = start.rank - 1; rank >= 0; rank -= 1) yield run(start.at)[rank] as T;
      for (let at = start.at - 1; at >= 0; at -= 1) {
        for (let rank = run(at).length - 1; rank >= 0; rank -= 1) yield run(at)[rank] as T;
      }
    },
    countWhile(passes) {
      let count = 0;
      for (const rows of runs) {
        if (!passes(rows.at(-1) as T))
          return count + rankIn(rows, null, (row) => (row && passes(row) ? -1 : 0));
        count += rows.length;
      }
      return count;
    },
    *after(bound) {
      let { at, rank } = placeOf(bound);
      for (; at < runs.length; at += 1, rank = 0) {
        for (; rank < run(at).length; rank += 1) {
          const row = run(at)[rank] as T;
          if (compare(row, bound) !== 0) yield row;
        }
      }
    },
  };
}
