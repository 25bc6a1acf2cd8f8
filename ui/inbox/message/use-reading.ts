import { useEffect, useRef } from 'preact/hooks';
import type { Message } from '../../../src/contract/message.js';
import type { Api } from '../api.js';
import type { Dispatch } from '../state.js';

/** Marks the message that is shown as read, once per opening: only here does anybody see it. */
export function useReading(api: Api, message: Message | null, dispatch: Dispatch): void {
  const marked = useRef<string | null>(null);
  const { id, unread } = message ?? {};
  useEffect(() => {
    if (id === undefined || marked.current === id) return;
    marked.current = id;
    if (!unread) return;
    dispatch({ type: 'marked', ids: [id], unread: false });
    api.markRead(id, true).catch(() => dispatch({ type: 'marked', ids: [id], unread: true }));
  }, [api, id, unread, dispatch]);
}
