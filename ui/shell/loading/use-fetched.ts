import { useEffect, useState } from 'preact/hooks';
import { CallError, isMissing, reasonOf } from '../workspace/control.js';

/** `isMissing` is whether there is no such thing, so that another try would not help; `isUnanswered` whether nobody answered. */
export interface Failed {
  phase: 'failed';
  issue: string;
  isMissing: boolean;
  isUnanswered: boolean;
}
export type Fetched<T> = { phase: 'loading' } | { phase: 'ready'; value: T } | Failed;

export const failureOf = (error: unknown): Failed => ({
  phase: 'failed',
  issue: reasonOf(error),
  isMissing: isMissing(error),
  isUnanswered: error instanceof CallError && error.status === 0,
});

/** What a part of a page needs, fetched while it is shown. `load` is to stay the same between renders. */
export function useFetched<T>(load: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>({ phase: 'loading' });
  useEffect(() => {
    setState({ phase: 'loading' });
    const controller = new AbortController();
    const { signal } = controller;
    load(signal).then(
      (value) => signal.aborted || setState({ phase: 'ready', value }),
      (error: unknown) => signal.aborted || setState(failureOf(error)),
    );
    return () => controller.abort();
  }, [load]);
  return state;
}
