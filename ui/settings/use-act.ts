import { useState } from 'preact/hooks';
import { reasonOf } from '../shell/workspace/control.js';
import type { PageProps } from '../shell/page.js';

/** Does something to the emulator, then says what was done, or why it was not. */
export type Act = <T>(work: () => Promise<T>, done?: string | ((value: T) => string)) => Promise<T | null>;

/** How a part of the page changes something: one change at a time; `reload` follows each. */
export function useAct({ show }: Pick<PageProps, 'show'>, reload: () => void): { act: Act; isBusy: boolean } {
  const [isBusy, setBusy] = useState(false);
  const act: Act = async (work, done) => {
    setBusy(true);
    try {
      const value = await work();
      const words = typeof done === 'function' ? done(value) : done;
      if (words !== undefined) show(words);
      return value;
    } catch (error) {
      show(reasonOf(error), 'bad');
      return null;
    } finally {
      setBusy(false);
      reload();
    }
  };
  return { act, isBusy };
}
