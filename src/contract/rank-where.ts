/** How many of `count` things in order stand before a place: those at the beginning of which `isBefore` is true. A binary search. */
export function rankWhere(count: number, isBefore: (index: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}
