import { useEffect, useState } from 'preact/hooks';
import { reasonOf } from './control.js';

export type Fetched<T> =
  { phase: 'loading' } | { phase: 'ready'; value: T } | { phase: 'failed'; issue: string };

/** What a part of a page needs, fetched while it is shown. `load` is to stay the same between renders. */
export function useFetched<T>(load: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>({ phase: 'loading' });
  useEffect(() => {
    setState({ phase: 'loading' });
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
