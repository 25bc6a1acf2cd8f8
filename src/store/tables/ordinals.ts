/** The order in which rows came into a table, by id: where their times are the same, it decides. */
export interface Ordinals {
  /** A row that is not in the table stands before all others. */
  of(id: string): number;
  /** A row that is in the table already keeps its number. */
  add(id: string): void;
  remove(id: string): void;
}

/**
 * Nothing of this is stored: a table is written to its file, and read from it, in the order in which its rows came.
 */
export function createOrdinals(): Ordinals {
  const numbers = new Map<string, number>();
  let next = 1;
  return {
    of: (id) => numbers.get(id) ?? 0,
    add(id) {
      if (numbers.has(id)) return;
      numbers.set(id, next);
      next += 1;
    },
    remove: (id) => void numbers.delete(id),
  };
}
