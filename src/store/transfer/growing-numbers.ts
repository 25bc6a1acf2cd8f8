/**
 * The largest number that a record of an import may have: many count on from where they are, whole numbers are exact up to 2^53,
 * and what was counted further must be readable by the next start.
 */
export const largestNumber = 2 ** 51;

/** Where in a record a number is larger; null where none is. */
export function tooLargeAt(value: unknown, path: string): string | null {
  if (typeof value === 'number') return Math.abs(value) > largestNumber ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    const found = tooLargeAt(part, `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
