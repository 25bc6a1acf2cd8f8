import type { Pace } from './pace.js';

/** Sorted, or merged, between two looks at the time: a millisecond or two. */
const atOnce = 4096;

interface Order<T> {
  compare(a: T, b: T): number;
  pace: Pace;
}

/** By the units of UTF-16, as `Array.sort` orders texts. */
export const byUnits = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Two sorted lists as one; of equal items those of the first come first. */
async function merge<T>(one: readonly T[], other: readonly T[], order: Order<T>): Promise<T[]> {
  const merged: T[] = [];
  let [at, beside] = [0, 0];
  while (at < one.length && beside < other.length) {
    const isFirst = order.compare(one[at] as T, other[beside] as T) <= 0;
    merged.push((isFirst ? one[at++] : other[beside++]) as T);
    if (merged.length % atOnce === 0) await order.pace();
  }
  for (; at < one.length; at += 1) merged.push(one[at] as T);
  for (; beside < other.length; beside += 1) merged.push(other[beside] as T);
  return merged;
}

/** A sorted copy of a list of any length, in the order of `Array.sort`, made in slices: equal items keep their order. */
export async function sortInSlices<T>(list: readonly T[], order: Order<T>): Promise<T[]> {
  let runs: T[][] = [];
  for (let from = 0; from < list.length; from += atOnce) {
    await order.pace();
    runs.push(list.slice(from, from + atOnce).sort(order.compare));
  }
  while (runs.length > 1) {
    const merged: T[][] = [];
    for (let at = 0; at < runs.length; at += 2)
      merged.push(await merge(runs[at] ?? [], runs[at + 1] ?? [], order));
    runs = merged;
  }
  return runs[0] ?? [];
}
