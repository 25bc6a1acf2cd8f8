import { useCallback, useRef } from 'preact/hooks';
import { reasonOf } from '../shell/workspace/control.js';
import type { ShowToast } from '../shell/dialogs/use-toast.js';
import type { Api, Deletion, Restored } from './api.js';
import type { Dispatch } from './state.js';

/** Deletions within this time of one another are undone together: the toast that offers it is still there. */
const togetherMs = 5000;

const wordsOf = (count: number, done: string): string =>
  count === 1 ? `Message ${done}` : `${count.toLocaleString()} messages ${done}`;

/** What is not kept, since there is more mail by now than `--max-messages`, is not brought back. */
function restoredWords(answers: readonly Restored[]): [text: string, tone: 'plain' | 'lasting'] {
  const sum = (field: keyof Restored) => answers.reduce((total, answer) => total + answer[field], 0);
  const [restored, pruned] = [sum('restored'), sum('pruned')];
  if (pruned === 0) return [wordsOf(restored, 'restored'), 'plain'];
  const some = restored === 0 ? '' : `${wordsOf(restored, 'restored')}. `;
  return [`${some}${wordsOf(pruned, 'not restored')}: no more mail is kept (--max-messages)`, 'lasting'];
}

/** Deletes with a way back. The server keeps what was deleted for a while: nothing hangs on the page staying open. */
export function useUndoableDeletion(api: Api, dispatch: Dispatch, show: ShowToast) {
  const recent = useRef<{ works: Promise<readonly Deletion[]>[]; count: number; at: number }>({
    ...{ works: [], count: 0, at: -Infinity },
  });

  const undo = useCallback(async () => {
    const { works } = recent.current;
    recent.current = { works: [], count: 0, at: -Infinity };
    try {
      const deletions = (await Promise.all(works)).flat();
      const restored = await Promise.all(deletions.map((deletion) => api.restore(deletion.undo)));
      const [text, tone] = restoredWords(restored);
      show(text, tone);
    } catch (error) {
      show(`Not brought back: ${reasonOf(error)}`, 'lasting');
    }
    dispatch({ type: 'list_wanted' });
  }, [api, dispatch, show]);

  /** Offers the way back from what is being deleted, as one with what was deleted just before. */
  const offer = useCallback(
    (work: Promise<readonly Deletion[]>, count: number) => {
      const { works, count: before, at } = recent.current;
      const now = performance.now();
      const isTogether = now - at < togetherMs;
      recent.current = {
        works: [...(isTogether ? works : []), work],
        count: count + (isTogether ? before : 0),
        at: now,
      };
      show(wordsOf(recent.current.count, 'deleted'), 'plain', () => void undo());
    },
    [undo, show],
  );
  const fail = useCallback(
    (error: unknown) => {
      dispatch({ type: 'list_wanted' });
      show(`Not deleted: ${reasonOf(error)}`, 'lasting');
    },
    [dispatch, show],
  );

  const remove = useCallback(
    (ids: readonly string[]) => {
      dispatch({ type: 'removed', ids });
      const work = api.remove(ids);
      work.catch(fail);
      offer(work, ids.length);
    },
    [api, dispatch, offer, fail],
  );
  const removeAll = useCallback(
    (q: string) => {
      const work = api.removeAll(q);
      work.then((deletion) => {
        dispatch({ type: q === '' ? 'emptied' : 'list_wanted' });
        offer(Promise.resolve([deletion]), deletion.deleted);
      }, fail);
    },
    [api, dispatch, offer, fail],
  );
  return { remove, removeAll };
}
