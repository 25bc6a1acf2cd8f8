import type { Timers } from './clock.js';

export interface WatchDeps {
  timers: Pick<Timers, 'after'>;
  /** Real milliseconds from one look to the next. */
  everyMs: number;
  isNeeded(): boolean;
  look(): void;
}

/** Looks from time to time for as long as there is need; to be called whenever there may be. */
export function createWatch({ timers, everyMs, isNeeded, look }: WatchDeps): () => void {
  let isOn = false;
  return function watch() {
    if (isOn || !isNeeded()) return;
    isOn = true;
    timers.after(everyMs, () => {
      isOn = false;
      look();
      watch();
    });
  };
}
