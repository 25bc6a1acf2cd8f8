import { useEffect, useState } from 'preact/hooks';
import { CallError, reasonOf } from '../shell/workspace/control.js';
import type { PageProps } from '../shell/page.js';
import { setMarks } from './marks.js';

/** Does something to the emulator, then says what was done, or why it was not. */
export type Act = <T>(work: () => Promise<T>, done?: string | ((value: T) => string)) => Promise<T | null>;

/** How a part of the page changes something: one change at a time; `reload` follows each. What is refused is marked at the fields. */
export function useAct({ show }: Pick<PageProps, 'show'>, reload: () => void): { act: Act; isBusy: boolean } {
  const [isBusy, setBusy] = useState(false);
  useEffect(() => () => setMarks([]), []);
  const [refusals, setRefusals] = useState(0);
  // The first field that is to be mended, once its mark is drawn.
  useEffect(() => {
    if (refusals > 0) document.querySelector<HTMLElement>('.set-body [aria-invalid="true"]')?.focus();
  }, [refusals]);
  const act: Act = async (work, done) => {
    setBusy(true);
    setMarks([]);
    try {
      const value = await work();
      const words = typeof done === 'function' ? done(value) : done;
      if (words !== undefined) show(words);
      return value;
    } catch (error) {
      show(reasonOf(error), 'bad');
      if (error instanceof CallError) setMarks(error.issues);
      setRefusals((count) => count + 1);
      return null;
    } finally {
      setBusy(false);
      reload();
    }
  };
  return { act, isBusy };
}
