import { yieldToEventLoop } from './clock.js';
import type { ClockSetting, Timers, VirtualClock } from './clock.js';
import { createHeap } from './heap.js';
import type { Logger } from '../../contract/logger.js';

/** A long row of jobs lets others in between. */
const jobsPerTurn = 100;

type Job = () => void | Promise<void>;
interface Entry {
  at: number;
  order: number;
  job: Job | null;
}

/** Work that falls due on the clock of a workspace, and knowledge of whether any is under way. */
export interface Scheduler {
  /** Runs `job` when the clock shows `at` (ms); at once, though never within the call, when that has passed. */
  at(at: number, job: Job): { cancel(): void };
  /** Counts `work` as under way until it settles; its failure is said on the console. */
  track(what: string, work: Promise<unknown>): void;
  /**
   * Moves the clock to where `target` says, once earlier moves are done, running all that falls due on the way at its own
   * time. Answers how many ran.
   */
  advance(target: (now: number) => number): Promise<number>;
  /** Sets the clock, once earlier moves are done: forward runs what falls due on the way, backward only moves. */
  set(to: number): Promise<void>;
  /** Changes how the clock runs, once earlier moves are done: what they are under way with keeps its times. */
  adjust(change: (setting: ClockSetting) => ClockSetting): Promise<void>;
  /** Resolves to true when nothing is under way or due, to false after `timeout` real ms. */
  settle(timeout: number): Promise<boolean>;
  /** Forgets all that is owed; nothing runs any more. */
  stop(): void;
}

export interface SchedulerDeps {
  clock: VirtualClock;
  timers: Timers;
  log: Logger;
}

export function createScheduler({ clock, timers, log }: SchedulerDeps): Scheduler {
  const heap = createHeap<Entry>((a, b) => a.at < b.at || (a.at === b.at && a.order < b.order));
  const underWay = new Set<Promise<unknown>>();
  let order = 0;
  let alarm: { cancel(): void } | null = null;
  let moves: Promise<unknown> = Promise.resolve();
  let moving = false;
  let stopped = false;

  const nextDue = (): Entry | undefined => {
    while (heap.peek()?.job === null) heap.pop();
    return heap.peek();
  };
  const failed = (what: string, error: unknown) => {
    // What is cut short by the stop is taken up at the next start.
    if (!stopped) log('error', `${what} failed: ${String(error)}`);
  };
  /** Most jobs are done at once: only the others are worth being tracked. */
  const run = (entry: Entry): Promise<unknown> | undefined => {
    const { job } = entry;
    entry.job = null;
    try {
      const work = job?.();
      return work ? track('a scheduled job', work) : undefined;
    } catch (error) {
      failed('a scheduled job', error);
      return undefined;
    }
  };
  const runDue = () => {
    alarm = null;
    let left = jobsPerTurn;
    for (let due = nextDue(); due && due.at <= clock.now() && !moving && left > 0; due = nextDue()) {
      heap.pop();
      void run(due);
      left -= 1;
    }
    arm();
  };
  function arm() {
    alarm?.cancel();
    alarm = null;
    const due = nextDue();
    if (!due || moving || stopped) return;
    const wait = clock.realUntil(due.at);
    if (wait !== Infinity) alarm = timers.after(wait, runDue);
  }
  function track(what: string, work: Promise<unknown>): Promise<unknown> {
    const tracked = work
      .catch((error: unknown) => failed(what, error))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
    return tracked;
  }
  const idle = async () => {
    while (underWay.size > 0) await Promise.all(underWay);
  };
  const standAt = (virtual: number) => {
    if (!stopped) clock.apply({ ...clock.setting(), real: timers.now(), virtual, frozen: true });
  };

  async function advanceNow(targetOf: (now: number) => number): Promise<number> {
    const before = clock.setting();
    const target = targetOf(clock.now());
    let fired = 0;
    moving = true;
    standAt(clock.now());
    await idle();
    for (let due = nextDue(); due && due.at <= target && !stopped; due = nextDue()) {
      heap.pop();
      standAt(Math.max(clock.now(), due.at));
      // One after the other, so that events of one moment always come in the same order; what they set going (deliveries)
      // runs side by side and ends before time goes on.
      const work = run(due);
      if (work) await work;
      fired += 1;
      if (fired % jobsPerTurn === 0) await yieldToEventLoop();
      if (underWay.size > 0 && nextDue()?.at !== due.at) await idle();
    }
    // The clock is another's then.
    if (stopped) return fired;
    clock.apply({ ...before, real: timers.now(), virtual: Math.max(clock.now(), target) });
    moving = false;
    arm();
    return fired;
  }

  function change(by: (setting: ClockSetting) => ClockSetting) {
    if (stopped) return;
    clock.apply(by({ ...clock.setting(), real: timers.now(), virtual: clock.now() }));
    arm();
  }
  /** One after the other: what changed the clock within an advance would be undone at its end. */
  function serialize<T>(move: () => T | Promise<T>): Promise<T> {
    const turn = moves.then(move);
    moves = turn.catch(() => undefined);
    return turn;
  }

  return {
    at(at, job) {
      const entry: Entry = { at, order: order++, job };
      if (stopped) return { cancel: () => undefined };
      heap.push(entry);
      if (heap.peek() === entry) arm();
      return {
        cancel: () => {
          entry.job = null;
        },
      };
    },
    track: (what, work) => void track(what, work),
    advance: (target) => serialize(() => advanceNow(target)),
    set: (to) =>
      serialize(async () => {
        if (to > clock.now()) await advanceNow(() => to);
        else change((setting) => ({ ...setting, virtual: to }));
      }),
    adjust: (by) => serialize(() => change(by)),
    async settle(timeout) {
      let late = false;
      const deadline = timers.after(timeout, () => {
        late = true;
        wake();
      });
      let wake: () => void = () => undefined;
      const expired = new Promise<void>((resolve) => {
        wake = resolve;
      });
      const busy = () => underWay.size > 0 || (nextDue()?.at ?? Infinity) <= clock.now();
      while (busy() && !late) {
        const turn = new Promise<void>((resolve) => timers.after(1, resolve));
        await Promise.race([underWay.size > 0 ? Promise.race(underWay) : turn, expired]);
      }
      deadline.cancel();
      return !busy();
    },
    stop() {
      stopped = true;
      alarm?.cancel();
      while (heap.pop());
    },
  };
}
