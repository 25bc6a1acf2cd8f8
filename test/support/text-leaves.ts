/** A place in a value where a text stands. */
export type Leaf = readonly (string | number)[];

/** Every text within a row, by its path. */
export function textLeaves(value: unknown, path: Leaf = []): Leaf[] {
  if (typeof value === 'string') return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    textLeaves(inner, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy of a value with another text at a place. */
export function withText(value: unknown, [key, ...rest]: Leaf, change: (text: string) => string): unknown {
  if (key === undefined) return change(value as string);
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = withText(copy[key], rest, change);
  return copy;
}

/** `['to', 0, 'address']` → `to.*.address`: the same for every element of a list. */
export const kindOfLeaf = (leaf: Leaf): string =>
  leaf.map((part) => (typeof part === 'number' ? '*' : part)).join('.');
