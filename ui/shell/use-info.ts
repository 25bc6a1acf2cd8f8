import { useCallback, useEffect } from 'preact/hooks';
import type { Control } from './control.js';
import type { Info } from './info.js';
import type { Dispatch, State } from '../inbox/state.js';
import { usePaced } from './use-paced.js';

const gapMs = 400;

/** Keeps the counts of the workspace: they are the server's, asked for again whenever something changed. */
export function useInfo(control: Control, { seq, list }: State, dispatch: Dispatch): void {
  const ask = useCallback(async () => {
    try {
      const info = await control.data<Info>('/info', AbortSignal.timeout(10_000));
      dispatch({ type: 'info', info, heardAt: performance.now() });
    } catch {
      // The connection's dot says that nobody answers; the next change asks again.
    }
  }, [control, dispatch]);
  const request = usePaced(ask, gapMs);
  useEffect(request, [seq, list.wanted, request]);
}
