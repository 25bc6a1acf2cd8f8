import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { reasonOf } from '../workspace/control.js';
import type { Control } from '../workspace/control.js';
import type { ShowToast } from '../dialogs/use-toast.js';
import { isolated } from '../../words/isolated.js';

const undoMs = 5000;
const none: ReadonlySet<string> = new Set();

/** What is deleted: its id, the path of the call, and what it is called in a sentence. */
export interface Removed {
  id: string;
  path: string;
  name: string;
}

/**
 * Deletes with a way back: a row is marked as leaving at once, and deleted when the time to undo is over, another one is
 * deleted, or the page is left.
 */
export function useDelayedDeletion(control: Control, show: ShowToast) {
  const [leaving, setLeaving] = useState(none);
  const pending = useRef<Removed | null>(null);
  const timer = useRef(0);
  const unmark = useCallback(
    (id: string) => setLeaving((held) => new Set([...held].filter((other) => other !== id))),
    [],
  );

  const flush = useCallback(() => {
    window.clearTimeout(timer.current);
    const removed = pending.current;
    pending.current = null;
    if (!removed) return;
    control.send('DELETE', removed.path).catch((error: unknown) => {
      unmark(removed.id);
      show(`Not deleted: ${reasonOf(error)}`, 'bad');
    });
  }, [control, show, unmark]);

  const remove = useCallback(
    (removed: Removed) => {
      flush();
      pending.current = removed;
      setLeaving((held) => new Set([...held, removed.id]));
      timer.current = window.setTimeout(flush, undoMs);
      show(`${isolated(removed.name)} is deleted`, 'plain', () => {
        if (pending.current !== removed) return;
        window.clearTimeout(timer.current);
        pending.current = null;
        unmark(removed.id);
        show(`${isolated(removed.name)} is back`);
      });
    },
    [flush, show, unmark],
  );

  useLayoutEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush]);
  return { leaving, remove };
}
export type DelayedDeletion = ReturnType<typeof useDelayedDeletion>;
