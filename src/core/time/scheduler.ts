import type { Timers, VirtualClock } from './clock.js';
import { createClockMoves } from './clock-moves.js';
import type { ClockMoves } from './clock-moves.js';
import { createJobQueue } from './job-queue.js';
import type { Job, JobQueue } from './job-queue.js';
import type { Logger } from '../../contract/logger.js';

/** Jobs on the clock of a workspace, moves of that clock, and whether any work is under way. */
export interface Scheduler extends Omit<ClockMoves, 'end'> {
  /** Runs `job` when the clock shows `at` (ms); at once, though never within the call, when that has passed. */
  at(at: number, job: Job): { cancel(): void };
  /** Counts `work` as under way until it settles, and logs its failure. */
  watch(what: string, work: Promise<unknown>): void;
  /** Resolves to true when nothing is under way or due, to false after `timeout` real ms. */
  settle(timeout: number): Promise<boolean>;
  /** Drops all jobs; nothing runs any more. A clock that stands for a move runs on as before. */
  stop(): void;
}

export interface SchedulerDeps {
  clock: VirtualClock;
  timers: Timers;
  log: Logger;
}

export function createScheduler({ clock, timers, log }: SchedulerDeps): Scheduler {
  const jobs = createJobQueue({ clock, timers, log });
  const isBusy = () => jobs.isBusy() || jobs.nextAt() <= clock.now();
  const { end, ...moves } = createClockMoves({ clock, timers, jobs });
  return {
    ...moves,
    at: jobs.at,
    watch: (what, work) => void jobs.watch(what, work),
    settle: (timeout) => settle({ jobs, timers, timeout, isBusy }),
    stop() {
      end();
      jobs.stop();
    },
  };
}

interface Settling {
  jobs: JobQueue;
  timers: Timers;
  timeout: number;
  isBusy(): boolean;
}

async function settle({ jobs, timers, timeout, isBusy }: Settling): Promise<boolean> {
  let late = false;
  let wake: () => void = () => undefined;
  const expired = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const deadline = timers.after(timeout, () => {
    late = true;
    wake();
  });
  while (isBusy() && !late) {
    await Promise.race([jobs.isBusy() ? jobs.progress() : aMoment(timers), expired]);
  }
  deadline.cancel();
  return !isBusy();
}

const aMoment = (timers: Timers): Promise<void> => new Promise((resolve) => timers.after(1, resolve));
