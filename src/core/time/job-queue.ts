import TinyQueue from 'tinyqueue';
import type { Logger } from '../../contract/logger.js';
import type { Timers, VirtualClock } from './clock.js';

/** After so many jobs in a row other work of the event loop has its turn. */
export const jobsPerTurn = 100;

export type Job = () => void | Promise<void>;

interface Entry {
  at: number;
  order: number;
  job: Job | null;
}

/** Jobs in the order of their times, and the work that they started. */
export interface JobQueue {
  /** Runs `job` when the clock shows `at` (ms); never within the call. */
  at(at: number, job: Job): { cancel(): void };
  /** Counts `work` as under way until it settles, and logs its failure. */
  watch(what: string, work: Promise<unknown>): Promise<unknown>;
  /** When the next job is due; Infinity where there is none. */
  nextAt(): number;
  /** Runs the next job. Returns a promise where the job is not done at once. */
  runNext(): Promise<unknown> | undefined;
  isBusy(): boolean;
  /** Resolves when some of the work under way is done. */
  progress(): Promise<unknown>;
  /** Resolves when no work is under way. */
  idle(): Promise<void>;
  /** Sets the alarm for the next job, as the clock runs now. */
  arm(): void;
  /** From now on no job runs by itself, until `release`. */
  hold(): void;
  release(): void;
  isStopped(): boolean;
  /** Drops all jobs. */
  stop(): void;
}

export interface JobQueueDeps {
  clock: VirtualClock;
  timers: Timers;
  log: Logger;
}

export function createJobQueue({ clock, timers, log }: JobQueueDeps): JobQueue {
  const queue = new TinyQueue<Entry>([], (a, b) => a.at - b.at || a.order - b.order);
  const underWay = new Set<Promise<unknown>>();
  let order = 0;
  let alarm: { cancel(): void } | null = null;
  let held = false;
  let stopped = false;

  function logFailure(what: string, error: unknown) {
    // The next start resumes work that the stop interrupted.
    if (!stopped) log('error', `${what} failed: ${String(error)}`);
  }
  function watch(what: string, work: Promise<unknown>): Promise<unknown> {
    const watched = work
      .catch((error: unknown) => logFailure(what, error))
      .finally(() => underWay.delete(watched));
    underWay.add(watched);
    return watched;
  }

  /** The next job that was not cancelled. */
  function next(): Entry | undefined {
    while (queue.peek()?.job === null) queue.pop();
    return queue.peek();
  }
  const nextAt = () => next()?.at ?? Infinity;

  /** Most jobs are done at once: the others alone are worth watching. */
  function runNext(): Promise<unknown> | undefined {
    const entry = next();
    queue.pop();
    const job = entry?.job;
    if (!entry || !job) return undefined;
    entry.job = null;
    try {
      const work = job();
      return work ? watch('a scheduled job', work) : undefined;
    } catch (error) {
      logFailure('a scheduled job', error);
      return undefined;
    }
  }
  function runDue() {
    alarm = null;
    for (let left = jobsPerTurn; left > 0 && !held && nextAt() <= clock.now(); left -= 1) void runNext();
    arm();
  }
  function arm() {
    alarm?.cancel();
    alarm = null;
    const at = nextAt();
    if (at === Infinity || held || stopped) return;
    const wait = clock.realUntil(at);
    if (wait !== Infinity) alarm = timers.after(wait, runDue);
  }

  return {
    at(at, job) {
      // An advance lets the clock stand at the time of a job, and it shows whole milliseconds.
      const entry: Entry = { at: Math.ceil(at), order: order++, job };
      if (stopped) return { cancel: () => undefined };
      queue.push(entry);
      if (queue.peek() === entry) arm();
      return { cancel: () => void (entry.job = null) };
    },
    watch,
    nextAt,
    runNext,
    isBusy: () => underWay.size > 0,
    progress: () => Promise.race(underWay),
    async idle() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
    arm,
    hold: () => void (held = true),
    release() {
      held = false;
      arm();
    },
    isStopped: () => stopped,
    stop() {
      stopped = true;
      alarm?.cancel();
      while (queue.pop());
    },
  };
}
