import { useEffect } from 'preact/hooks';
import { isMissing, reasonOf } from '../../shell/workspace/control.js';
import type { Api } from '../api.js';
import type { Dispatch, OpenedMessage } from '../state.js';

/** Fetches the message that the address names, and again when it changed. */
export function useOpen(api: Api, id: string | null, open: OpenedMessage, dispatch: Dispatch): void {
  const wanted = open?.id === id ? (open?.wanted ?? 0) : 0;

  useEffect(() => {
    dispatch({ type: 'opened', id });
  }, [id, dispatch]);

  useEffect(() => {
    if (id === null) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    async function load(wantedId: string) {
      try {
        // One after the other: of a message that is gone nothing more is asked.
        const message = await api.message(wantedId, signal);
        const events = await api.events(wantedId, signal);
        if (signal.aborted) return;
        dispatch({ type: 'message', message, events });
      } catch (error) {
        if (signal.aborted) return;
        dispatch({ type: 'message_failed', id: wantedId, gone: isMissing(error), issue: reasonOf(error) });
      }
    }
    void load(id);
    return () => controller.abort();
  }, [api, id, wanted, dispatch]);
}
