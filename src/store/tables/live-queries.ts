import type { Index } from './index.js';
import { sortedIndex } from './sorted-rows.js';
import type { SortedRows } from './sorted-rows.js';

/** What a query finds: every row that passes. */
export interface Found<T> {
  passes(row: T): boolean;
  rows: T[];
}

/**
 * The answers to the last few queries, kept in step with the rows: the first page of a query costs the query, the others
 * and the count of all cost the page.
 */
export interface LiveQueries<T> extends Index<T> {
  get(key: string, find: () => Found<T>): SortedRows<T>;
}

// Each costs its test at every change of a row, and at worst a reference a row.
const most = 16;

export function createLiveQueries<T>(compare: (a: T, b: T) => number): LiveQueries<T> {
  const queries = new Map<string, { passes(row: T): boolean; sorted: SortedRows<T> }>();
  return {
    add(row) {
      for (const { passes, sorted } of queries.values()) if (passes(row)) sorted.add(row);
    },
    remove(row) {
      for (const { passes, sorted } of queries.values()) if (passes(row)) sorted.remove(row);
    },
    get(key, find) {
      const known = queries.get(key);
      if (known) {
        // Asked for last, forgotten last.
        queries.delete(key);
        queries.set(key, known);
        return known.sorted;
      }
      const { passes, rows } = find();
      const sorted = sortedIndex(compare);
      for (const row of rows.sort(compare)) sorted.add(row);
      queries.set(key, { passes, sorted });
      const [oldest] = queries.keys();
      if (queries.size > most && oldest !== undefined) queries.delete(oldest);
      return sorted;
    },
  };
}
