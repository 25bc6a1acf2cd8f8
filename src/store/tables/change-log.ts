import { rankWhere } from '../../contract/rank-where.js';

/** An entry of a change log has the number of its last change; 0 while it has none. */
export interface Changed {
  changed: number;
}

/** Things by the number of their last change. */
export interface ChangeLog<T> {
  note(thing: T, seq: number): void;
  forget(thing: T): void;
  /** What changed first after `seq`, in order of change: as many as `most`, and those of the same number as the last. */
  since(seq: number, most?: number): T[];
}

interface Entry<T> {
  seq: number;
  thing: T;
}

/** Entries of the past that are put up with before they are cleared away. */
const leastWorn = 1000;

/**
 * Only appended to: what was noted of a thing before is passed over, and cleared away once it is the larger part. So a change
 * costs the same however many things there are.
 */
export function createChangeLog<T extends Changed>(): ChangeLog<T> {
  let entries: Entry<T>[] = [];
  let live = 0;
  // Rows of a file come in another order than that of their changes.
  let isSorted = true;

  const isLive = ({ seq, thing }: Entry<T>): boolean => thing.changed === seq;
  function clearAway() {
    if (entries.length < 2 * live + leastWorn) return;
    entries = entries.filter(isLive);
  }
  /** How many entries stand before the first after `seq`. */
  const rankAfter = (seq: number): number =>
    rankWhere(entries.length, (index) => (entries[index] as Entry<T>).seq <= seq);
  return {
    note(thing, seq) {
      if (thing.changed === 0) live += 1;
      thing.changed = seq;
      isSorted &&= (entries.at(-1)?.seq ?? 0) <= seq;
      entries.push({ seq, thing });
      clearAway();
    },
    forget(thing) {
      if (thing.changed !== 0) live -= 1;
      thing.changed = 0;
    },
    since(seq, most = Infinity) {
      if (!isSorted) entries.sort((a, b) => a.seq - b.seq);
      isSorted = true;
      const found: T[] = [];
      let last = 0;
      for (let at = rankAfter(seq); at < entries.length; at += 1) {
        const entry = entries[at] as Entry<T>;
        if (found.length >= most && entry.seq !== last) break;
        if (!isLive(entry)) continue;
        found.push(entry.thing);
        last = entry.seq;
      }
      return found;
    },
  };
}
