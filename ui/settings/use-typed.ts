import { useEffect, useState } from 'preact/hooks';

/**
 * The fields of a form over values that others may change meanwhile: those that nobody has entered follow, and what has become
 * as it was entered is entered no more.
 */
export function useTyped<K extends string>(current: Readonly<Record<K, string>>) {
  const [typed, setTyped] = useState<Partial<Record<K, string>>>({});
  useEffect(() => {
    setTyped((held) => {
      const next = { ...held };
      for (const name in held) if (held[name] === current[name]) delete next[name];
      return next;
    });
  }, [JSON.stringify(current)]);
  return {
    /** What a field shows. */
    valueOf: (name: K): string => typed[name] ?? current[name],
    /** Whether a field was entered, and is not saved. */
    isTyped: (name: K): boolean => typed[name] !== undefined && typed[name] !== current[name],
    enter: (name: K) => (value: string) => setTyped((held) => ({ ...held, [name]: value })),
  };
}
