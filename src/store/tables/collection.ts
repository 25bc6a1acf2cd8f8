import type { Rows } from '../../core/ports/ports.js';
import { groupsOf } from './grouped-rows.js';
import type { RowGroups } from './grouped-rows.js';
import type { Index } from './index.js';
import type { Ordinals } from './ordinals.js';

/** Rows by id and the indexes that follow them. */
export interface Collection<T extends { id: string }> extends Rows<T> {
  set(row: T): void;
  delete(id: string): T | undefined;
}

/** `ordinals` where an index needs them. */
export function createCollection<T extends { id: string }>(
  indexes: readonly Index<T>[] = [],
  ordinals?: Ordinals,
): Collection<T> {
  const rows = new Map<string, T>();
  const replaceIn = (index: Index<T>, before: T, after: T) => {
    if (index.replace) return index.replace(before, after);
    index.remove(before);
    index.add(after);
  };
  return {
    get size() {
      return rows.size;
    },
    get: (id) => rows.get(id),
    values: () => rows.values(),
    list: () => [...rows.values()],
    set(row) {
      const previous = rows.get(row.id);
      rows.set(row.id, row);
      ordinals?.add(row.id);
      for (const index of indexes) {
        if (previous) replaceIn(index, previous, row);
        else index.add(row);
      }
    },
    delete(id) {
      const previous = rows.get(id);
      if (!previous) return undefined;
      rows.delete(id);
      for (const index of indexes) index.remove(previous);
      ordinals?.remove(id);
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

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index]);

/** Rows by any number of keys, each group in order. */
export function groupIndex<T>(
  keysOf: (row: T) => readonly string[],
  compare: (a: T, b: T) => number,
): Index<T> & Pick<RowGroups<T>, 'get'> {
  const groups = groupsOf(compare);
  return {
    get: groups.get,
    add: (row) => keysOf(row).forEach((key) => groups.join(key, row)),
    remove: (row) => keysOf(row).forEach((key) => groups.leave(key, row)),
    replace(before, after) {
      const [left, come] = [keysOf(before), keysOf(after)];
      if (isSame(left, come)) return come.forEach((key) => groups.replace(key, before, after));
      left.forEach((key) => groups.leave(key, before));
      come.forEach((key) => groups.join(key, after));
    },
  };
}
