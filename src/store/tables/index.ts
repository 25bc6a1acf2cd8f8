/** An index over the rows of a collection: called with every row that leaves and every row that comes. */
export interface Index<T> {
  add(row: T): void;
  remove(row: T): void;
  /** As `remove` and `add`, where doing both at once is cheaper. */
  replace?(before: T, after: T): void;
}
