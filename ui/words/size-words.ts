const units = ['B', 'KB', 'MB', 'GB'];

/** "812 B", "13.5 MB", as the commands have them. */
export function sizeWords(bytes: number): string {
  let [size, unit] = [bytes, 0];
  // What would be rounded to a thousand is one of the next unit.
  for (; size >= 999.5 && unit < units.length - 1; unit += 1) size /= 1000;
  return `${unit === 0 || size >= 99.95 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}
