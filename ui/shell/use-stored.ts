import { useCallback, useLayoutEffect, useState } from 'preact/hooks';

/**
 * A preference kept in this browser, the same in all its tabs. Where storing is forbidden it lasts as long as the page. `isValid`
 * is to stay the same between renders.
 */
export function useStored<T extends string>(
  key: string,
  fallback: T,
  isValid: (text: string) => text is T,
): [T, (value: T) => void] {
  const name = `maildrone.${key}`;
  const [value, setValue] = useState<T>(() => {
    const kept = read(name);
    return kept !== null && isValid(kept) ? kept : fallback;
  });
  useLayoutEffect(() => {
    const follow = ({ key: changed, newValue }: StorageEvent) => {
      if (changed === name && newValue !== null && isValid(newValue)) setValue(newValue);
    };
    window.addEventListener('storage', follow);
    return () => window.removeEventListener('storage', follow);
  }, [name]);
  const store = useCallback(
    (next: T) => {
      setValue(next);
      try {
        localStorage.setItem(name, next);
      } catch {
        // Private windows may refuse.
      }
    },
    [name],
  );
  return [value, store];
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}
