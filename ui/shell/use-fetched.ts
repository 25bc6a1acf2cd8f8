import { useEffect, useState } from 'preact/hooks';
import { reasonOf } from './control.js';

export type Fetched<T> =
  { phase: 'loading' } | { phase: 'ready'; value: T } | { phase: 'failed'; issue: string };

/** What a tab needs beyond the message, fetched while it is shown: `load` null means not now. */
export function useFetched<T>(load: ((signal: AbortSignal) => Promise<T>) | null): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>({ phase: 'loading' });
  useEffect(() => {
    setState({ phase: 'loading' });
    if (!load) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    load(signal).then(
      (value) => signal.aborted || setState({ phase: 'ready', value }),
      (error: unknown) => signal.aborted || setState({ phase: 'failed', issue: reasonOf(error) }),
    );
    return () => controller.abort();
  }, [load]);
  return state;
}
