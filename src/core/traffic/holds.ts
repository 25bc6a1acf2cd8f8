import type { Timers } from '../time/clock.js';

/** What a rule holds up. */
export interface Hold {
  rule: string;
  /** Real milliseconds; null for as long as the rule stands. */
  delay: number | null;
}

/** The calls and sessions that fault rules hold up. */
export interface Holds {
  /**
   * Resolves when the time is up, or as soon as the rule is removed or the client went away. Rejects as soon as the workspace
   * ends, with the reason.
   */
  pause(hold: Hold, gone?: AbortSignal): Promise<void>;
  /** Lets go what rules that no longer stand hold up. */
  release(stands: (rule: string) => boolean): void;
}

/** Undocumented: we chose that what a rule holds up goes on when the rule is removed. */
export function createHolds({ timers, ended }: { timers: Timers; ended: AbortSignal }): Holds {
  const held = new Set<{ rule: string; letGo(): void }>();
  return {
    async pause({ rule, delay }, gone) {
      let letGo: () => void = () => undefined;
      const released = new Promise<void>((resolve) => (letGo = resolve));
      const hold = { rule, letGo };
      const alarm = delay === null ? null : timers.after(delay, letGo);
      const signals = gone ? [gone, ended] : [ended];
      for (const signal of signals) signal.addEventListener('abort', letGo);
      held.add(hold);
      if (!signals.some(({ aborted }) => aborted)) await released;
      for (const signal of signals) signal.removeEventListener('abort', letGo);
      held.delete(hold);
      alarm?.cancel();
      ended.throwIfAborted();
    },
    release(stands) {
      for (const { rule, letGo } of held) if (!stands(rule)) letGo();
    },
  };
}
