import type { Rows } from '../core/ports.js';

/** Keeps something in step with the rows of a collection: told of every row that leaves and every row that comes. */
export interface Index<T> {
  add(row: T): void;
  remove(row: T): void;
  /** Told of a row that takes the place of another, in place of `remove` and `add`. */
  replace?(previous: T, row: T): void;
}

/** Rows by id and the indexes that follow them. */
export interface Collection<T extends { id: string }> extends Rows<T> {
  set(row: T): void;
  delete(id: string): T | undefined;
}

export function createCollection<T extends { id: string }>(indexes: readonly Index<T>[] = []): Collection<T> {
  const rows = new Map<string, T>();
  return {
    get size() {
      return rows.size;
    },
    get: (id) => rows.get(id),
    values: () => rows.values(),
    set(row) {
      const previous = rows.get(row.id);
      rows.set(row.id, row);
      for (const index of indexes) {
        if (previous && index.replace) {
          index.replace(previous, row);
          continue;
        }
        if (previous) index.remove(previous);
        index.add(row);
      }
    },
    delete(id) {
      const previous = rows.get(id);
      if (!previous) return undefined;
      rows.delete(id);
      for (const index of indexes) index.remove(previous);
      return previous;
    },
  };
}

/** Rows by a key of theirs, at most one each; a null key is not indexed. */
export function uniqueIndex<T>(
  keyOf: (row: T) => string | null,
): Index<T> & { get(key: string): T | undefined } {
  const byKey = new Map<string, T>();
  return {
    get: (key) => byKey.get(key),
    add(row) {
      const key = keyOf(row);
      if (key !== null) byKey.set(key, row);
    },
    remove(row) {
      const key = keyOf(row);
      if (key !== null && byKey.get(key) === row) byKey.delete(key);
    },
  };
}

/** Rows by any number of keys, each group in order. */
export function groupIndex<T>(
  keysOf: (row: T) => readonly string[],
  compare: (a: T, b: T) => number,
): Index<T> & { get(key: string): SortedRows<T> | undefined } {
  const groups = new Map<string, SortedRows<T>>();
  const index: Index<T> & { get(key: string): SortedRows<T> | undefined } = {
    get: (key) => groups.get(key),
    add(row) {
      for (const key of keysOf(row)) {
        let group = groups.get(key);
        if (!group) groups.set(key, (group = sortedIndex(compare)));
        group.add(row);
      }
    },
    remove(row) {
      for (const key of keysOf(row)) {
        const group = groups.get(key);
        group?.remove(row);
        if (group?.size === 0) groups.delete(key);
      }
    },
    replace(previous, row) {
      const keys = keysOf(row);
      const before = keysOf(previous);
      if (keys.length === before.length && keys.every((key, at) => key === before[at])) {
        for (const key of keys) groups.get(key)?.replace(previous, row);
        return;
      }
      index.remove(previous);
      index.add(row);
    },
  };
  return index;
}

/** Rows in order. Adding at the end, the common case, costs nothing; elsewhere a search and a move of memory. */
export interface SortedRows<T> extends Index<T> {
  readonly size: number;
  replace(previous: T, row: T): void;
  /** `limit` rows from `offset`, counted from the end of the order: newest first. */
  fromEnd(offset: number, limit: number): T[];
  /** From the end of the order towards its start; from before `bound` on when given. */
  backwards(bound?: T): IterableIterator<T>;
  /** From after `bound` towards the end. */
  after(bound: T): IterableIterator<T>;
}

export function sortedIndex<T>(compare: (a: T, b: T) => number): SortedRows<T> {
  const rows: T[] = [];
  const row = (index: number): T => rows[index] as T;
  /** How many rows stand before `sought`. */
  const rankOf = (sought: T): number => {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compare(row(middle), sought) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const index: SortedRows<T> = {
    get size() {
      return rows.length;
    },
    add(added) {
      if (rows.length === 0 || compare(row(rows.length - 1), added) <= 0) rows.push(added);
      else rows.splice(rankOf(added), 0, added);
    },
    remove(removed) {
      const rank = rankOf(removed);
      if (rank < rows.length && compare(row(rank), removed) === 0) rows.splice(rank, 1);
    },
    replace(previous, next) {
      // Most changes leave the place as it is: nothing has to move.
      if (compare(previous, next) === 0) rows[rankOf(previous)] = next;
      else {
        index.remove(previous);
        index.add(next);
      }
    },
    fromEnd: (offset, limit) =>
      rows.slice(Math.max(0, rows.length - offset - limit), Math.max(0, rows.length - offset)).reverse(),
    *backwards(bound) {
      const start = bound === undefined ? rows.length : rankOf(bound);
      for (let index = start - 1; index >= 0; index -= 1) yield row(index);
    },
    *after(bound) {
      let rank = rankOf(bound);
      while (rank < rows.length && compare(row(rank), bound) === 0) rank += 1;
      for (; rank < rows.length; rank += 1) yield row(rank);
    },
  };
  return index;
}
