import { useMemo } from 'preact/hooks';
import { useStored } from '../../shell/use-stored.js';

export interface SavedSearch {
  name: string;
  q: string;
}

export const longestName = 60;

const isText = (text: string): text is string => text !== '';

const isSaved = (value: unknown): value is SavedSearch =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  'q' in value &&
  typeof value.name === 'string' &&
  typeof value.q === 'string';

function parse(text: string): readonly SavedSearch[] {
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter(isSaved) : [];
  } catch {
    return [];
  }
}

/** Searches that this browser keeps under names, each search once. */
export function useSavedSearches() {
  const [text, store] = useStored<string>('searches', '[]', isText);
  const searches = useMemo(() => parse(text), [text]);
  const put = (next: readonly SavedSearch[]) => store(JSON.stringify(next));
  const nameOf = (name: string, q: string): string => name.trim().slice(0, longestName) || q;
  return {
    searches,
    save: (name: string, q: string) =>
      put([...searches.filter((saved) => saved.q !== q), { name: nameOf(name, q), q }]),
    rename: (q: string, name: string) =>
      put(searches.map((saved) => (saved.q === q ? { q, name: nameOf(name, q) } : saved))),
    remove: (q: string) => put(searches.filter((saved) => saved.q !== q)),
  };
}
export type SavedSearches = ReturnType<typeof useSavedSearches>;
