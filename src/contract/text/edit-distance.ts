/** How many letters must be put in, taken away, changed or swapped with the next one (Damerau and Levenshtein). */
export function lettersBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= a.length; row += 1) {
    const former = rows[row - 1] ?? [];
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const changed = (former[column - 1] ?? 0) + Number(a[row - 1] !== b[column - 1]);
      const isSwapped = row > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swapped = isSwapped ? (rows[row - 2]?.[column - 2] ?? 0) + 1 : Infinity;
      next.push(Math.min(changed, swapped, (former[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    rows.push(next);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}
