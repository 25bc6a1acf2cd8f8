import { rankIn, sortedIndex } from './sorted-rows.js';
import type { SortedRows } from './sorted-rows.js';

type Compare<T> = (a: T, b: T) => number;

/** Rows by key, each group in order. A row may stand in any number of groups. */
export interface RowGroups<T> {
  /** A small group as it is now, a large one as it goes on. */
  get(key: string): SortedRows<T> | undefined;
  sizeOf(key: string): number;
  join(key: string, row: T): void;
  /** Takes out the row that stands where this one does. */
  leave(key: string, row: T): void;
  /** Puts `after` in the place of `before`; both stand in the group, perhaps elsewhere. */
  replace(key: string, before: T, after: T): void;
}

/** A group up to this size is a plain array: most keys (an event, a contact, a mail) have a row or two. */
const few = 32;

/** Where in `rows` the row stands that is equal to `sought`; -1 when there is none. */
function placeIn<T>(rows: readonly T[], sought: T, compare: Compare<T>): number {
  const rank = rankIn(rows, sought, compare);
  return rank < rows.length && compare(rows[rank] as T, sought) === 0 ? rank : -1;
}

export function groupsOf<T>(compare: Compare<T>): RowGroups<T> {
  const small = new Map<string, T[]>();
  const large = new Map<string, SortedRows<T>>();

  function sorted(rows: readonly T[]): SortedRows<T> {
    const group = sortedIndex(compare);
    rows.forEach(group.add);
    return group;
  }
  function join(key: string, row: T) {
    const group = large.get(key);
    if (group) return group.add(row);
    const rows = small.get(key);
    if (!rows) return void small.set(key, [row]);
    const rank = rankIn(rows, row, compare);
    if (rank === rows.length) rows.push(row);
    else rows.splice(rank, 0, row);
    if (rows.length <= few) return;
    small.delete(key);
    large.set(key, sorted(rows));
  }
  function leave(key: string, row: T) {
    const group = large.get(key);
    if (group) {
      group.remove(row);
      if (group.size === 0) large.delete(key);
      return;
    }
    const rows = small.get(key);
    const place = rows ? placeIn(rows, row, compare) : -1;
    if (place < 0) return;
    rows?.splice(place, 1);
    if (rows?.length === 0) small.delete(key);
  }
  return {
    get(key) {
      const rows = small.get(key);
      return rows ? sorted(rows) : large.get(key);
    },
    sizeOf: (key) => small.get(key)?.length ?? large.get(key)?.size ?? 0,
    join,
    leave,
    replace(key, before, after) {
      const group = large.get(key);
      if (group) return group.replace(before, after);
      const rows = small.get(key);
      const place = rows && compare(before, after) === 0 ? placeIn(rows, before, compare) : -1;
      if (rows && place >= 0) return void (rows[place] = after);
      leave(key, before);
      join(key, after);
    },
  };
}
