import type { Timers } from '../time/clock.js';
import { createWatch } from '../time/watch.js';

/** A mail, or the body of a call, that is coming in. */
export interface Incoming {
  /** Stops reading its connection, and goes on. */
  pause(): void;
  resume(): void;
  /** Gives its bytes up: the client does not go on while others wait. */
  giveUp(): void;
}

/** What one thing that comes in tells the intake. */
export interface IntakeShare {
  /** Called with its size as it grows. */
  grow(bytes: number): void;
  /** It is whole: what is left is our own work. */
  complete(): void;
  /** Its bytes are held no longer. */
  end(): void;
}

/** Bounds what mails, or bodies, that are coming in hold together, by letting some of the connections wait. */
export interface Intake {
  begin(incoming: Incoming): IntakeShare;
}

/** What is no larger comes in at any time: connections are limited, too. */
export const smallBytes = 64 * 1024;
/** So many larger ones come in beside one another, each up to the limit of a message or a body. */
const largeAtOnce = 3;
/** A client that does not go on for so long gives way to those who wait. */
export const stalledMs = 10_000;
const checkMs = 1000;

interface Entry {
  incoming: Incoming;
  movedAt: number;
  state: 'small' | 'waiting' | 'large' | 'complete';
}

export function createIntake(timers: Timers): Intake {
  const large = new Set<Entry>();
  const waiting = new Set<Entry>();

  function admit(entry: Entry) {
    entry.state = 'large';
    entry.movedAt = timers.now();
    large.add(entry);
  }
  function admitNext() {
    for (const entry of waiting) {
      if (large.size >= largeAtOnce) return;
      waiting.delete(entry);
      admit(entry);
      entry.incoming.resume();
    }
  }
  function remove(entry: Entry) {
    waiting.delete(entry);
    if (large.delete(entry)) admitNext();
  }
  /** While some wait, those who hold them up and do not go on themselves give way. */
  const watch = createWatch({
    timers,
    everyMs: checkMs,
    isNeeded: () => waiting.size > 0,
    look() {
      const last = timers.now() - stalledMs;
      for (const entry of large) {
        if (entry.state === 'complete' || entry.movedAt > last) continue;
        entry.incoming.giveUp();
        remove(entry);
      }
    },
  });
  return {
    begin(incoming) {
      const entry: Entry = { incoming, movedAt: timers.now(), state: 'small' };
      return {
        grow(bytes) {
          entry.movedAt = timers.now();
          if (entry.state !== 'small' || bytes <= smallBytes) return;
          if (large.size < largeAtOnce) return admit(entry);
          entry.state = 'waiting';
          waiting.add(entry);
          incoming.pause();
          watch();
        },
        complete() {
          if (entry.state === 'large') entry.state = 'complete';
        },
        end: () => remove(entry),
      };
    },
  };
}
