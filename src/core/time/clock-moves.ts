import { yieldToEventLoop } from '../../contract/event-loop.js';
import { AppError } from '../../contract/errors.js';
import type { ClockSetting, Timers, VirtualClock } from './clock.js';
import { jobsPerTurn } from './job-queue.js';
import type { JobQueue } from './job-queue.js';
import { createSerializer } from './serialize.js';

/** Moves of the clock, one after the other: each waits for the end of those before it. */
export interface ClockMoves {
  /**
   * Moves the clock to the time that `target` returns and runs every job that is due on the way, at its own time. Resolves
   * with the number of jobs.
   */
  advance(target: (now: number) => number): Promise<number>;
  /** Sets the clock to the time that `target` returns: forward runs the jobs that are due on the way, backward only moves. */
  set(target: (now: number) => number): Promise<void>;
  /** Calls `listener` after each move backward until the returned function is called: jobs keep their times, now far ahead. */
  onSetBack(listener: () => void): () => void;
  /** How many moves forward were begun so far. */
  advances(): number;
  /** The time to which the move forward that is under way goes; the present one where there is none. */
  goal(): number;
  /** Changes how the clock runs. Jobs of an advance before it keep their times. */
  adjust(change: (setting: ClockSetting) => ClockSetting): Promise<void>;
  /** The clock goes on from where it is, as it ran before the move that is under way. That and later ones reject with a 503. */
  end(): void;
}

export interface ClockMovesDeps {
  clock: VirtualClock;
  timers: Timers;
  jobs: JobQueue;
}

export function createClockMoves({ clock, timers, jobs }: ClockMovesDeps): ClockMoves {
  // An advance puts its own setting back at its end, so a change within it would be lost.
  const moves = createSerializer();
  let begun = 0;
  let goal = -Infinity;
  /** How the clock ran before the move that is under way. */
  let before: ClockSetting | null = null;
  const backListeners = new Set<() => void>();

  const standAt = (virtual: number) => {
    if (!jobs.isStopped()) clock.apply({ ...clock.setting(), real: timers.now(), virtual, frozen: true });
  };
  const runOnFrom = (virtual: number) => {
    if (before) clock.apply({ ...before, real: timers.now(), virtual });
    before = null;
  };
  function requireGoing(): void {
    if (jobs.isStopped())
      throw new AppError('NOT_READY', 'The workspace was stopped, or is in another state by now');
  }

  async function advance(targetOf: (now: number) => number): Promise<number> {
    requireGoing();
    begun += 1;
    const target = (goal = targetOf(clock.now()));
    let fired = 0;
    before = clock.setting();
    jobs.hold();
    standAt(clock.now());
    await jobs.idle();
    for (let at = jobs.nextAt(); at <= target && !jobs.isStopped(); at = jobs.nextAt()) {
      standAt(Math.max(clock.now(), at));
      // Jobs run one after the other, so that events of one moment always come in the same order; the work that they start
      // (deliveries) runs side by side and ends before time goes on.
      const work = jobs.runNext();
      if (work) await work;
      fired += 1;
      if (fired % jobsPerTurn === 0) await yieldToEventLoop();
      if (jobs.isBusy() && jobs.nextAt() !== at) await jobs.idle();
    }
    goal = -Infinity;
    // The clock belongs to the next generation then.
    requireGoing();
    runOnFrom(Math.max(clock.now(), target));
    jobs.release();
    return fired;
  }

  function change(by: (setting: ClockSetting) => ClockSetting) {
    requireGoing();
    clock.apply(by({ ...clock.setting(), real: timers.now(), virtual: clock.now() }));
    jobs.arm();
  }

  return {
    onSetBack(listener) {
      backListeners.add(listener);
      return () => void backListeners.delete(listener);
    },
    advances: () => begun,
    goal: () => Math.max(goal, clock.now()),
    advance: (target) => moves.run(() => advance(target)),
    set: (target) =>
      moves.run(async () => {
        const to = target(clock.now());
        if (to > clock.now()) await advance(() => to);
        else {
          change((setting) => ({ ...setting, virtual: to }));
          for (const listener of backListeners) listener();
        }
      }),
    adjust: (by) => moves.run(() => change(by)),
    end: () => runOnFrom(clock.now()),
  };
}
