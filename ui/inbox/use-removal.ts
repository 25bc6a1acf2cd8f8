import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from '../shell/control.js';
import type { ShowToast } from '../shell/use-toast.js';
import type { Api } from './api.js';

const undoMs = 5000;
const none: ReadonlySet<string> = new Set();

/** Deletes with a way back: mail is hidden at once and deleted when the time to undo is over, or the page is left. */
export function useRemoval(api: Api, show: ShowToast) {
  const [hidden, setHidden] = useState(none);
  const pending = useRef<string[]>([]);
  const timer = useRef(0);

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    const ids = pending.current;
    pending.current = [];
    for (const id of ids) {
      api.remove(id).catch((error: unknown) => {
        setHidden((held) => new Set([...held].filter((other) => other !== id)));
        show(`Not deleted: ${reasonOf(error)}`, 'bad');
      });
    }
  }, [api, show]);

  const undo = useCallback(() => {
    window.clearTimeout(timer.current);
    const back = new Set(pending.current);
    pending.current = [];
    setHidden((held) => new Set([...held].filter((id) => !back.has(id))));
    show(back.size === 1 ? 'Message is back' : `${back.size} messages are back`);
  }, [show]);

  const remove = useCallback(
    (ids: readonly string[]) => {
      pending.current = [...pending.current, ...ids];
      setHidden((held) => new Set([...held, ...ids]));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(flush, undoMs);
      const { length } = pending.current;
      show(length === 1 ? 'Message deleted' : `${length} messages deleted`, 'plain', undo);
    },
    [flush, undo, show],
  );

  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return { hidden, remove };
}
