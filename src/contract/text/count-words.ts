/** So many of a kind: `1 contact`, `2 contacts`. */
export const countWords = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;
