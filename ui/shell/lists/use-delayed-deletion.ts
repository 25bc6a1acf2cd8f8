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

const deletedWords = ({ name }: Removed): string => `${isolated(name)} is deleted`;

/**
 * Deletes with a way back: a row is marked as leaving at once, and deleted when the time to undo is over, another one is
 * deleted, anything else is changed, or the page is left.
 */
export function useDelayedDeletion(control: Control, show: ShowToast) {
  const [leaving, setLeaving] = useState(none);
  const pending = useRef<Removed | null>(null);
  const timer = useRef(0);
  const unmark = useCallback(
    (id: string) => setLeaving((held) => new Set([...held].filter((other) => other !== id))),
    [],
  );

  const sent = useRef(Promise.resolve());
  /** Deletes what is pending; resolves when no deletion is under way. */
  const flush = useCallback((): Promise<void> => {
    window.clearTimeout(timer.current);
    const removed = pending.current;
    pending.current = null;
    if (!removed) return sent.current;
    const work = control.send('DELETE', removed.path).catch((error: unknown) => {
      unmark(removed.id);
      show(`${isolated(removed.name)} is not deleted: ${reasonOf(error)}`, 'lasting');
    });
    sent.current = Promise.all([sent.current, work]).then(() => undefined);
    return sent.current;
  }, [control, show, unmark]);

  const remove = useCallback(
    (removed: Removed) => {
      void flush();
      pending.current = removed;
      setLeaving((held) => new Set([...held, removed.id]));
      timer.current = window.setTimeout(() => void flush(), undoMs);
      show(deletedWords(removed), 'plain', () => {
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
    const leave = () => void flush();
    window.addEventListener('pagehide', leave);
    const end = control.beforeChanges(() => {
      // There is no way back from here.
      if (pending.current) show(deletedWords(pending.current));
      return flush();
    });
    return () => {
      window.removeEventListener('pagehide', leave);
      void flush().then(end);
    };
  }, [control, flush, show]);
  return { leaving, remove };
}
export type DelayedDeletion = ReturnType<typeof useDelayedDeletion>;
