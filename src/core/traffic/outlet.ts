import type { Timers } from '../time/clock.js';
import { createWatch } from '../time/watch.js';
import { smallBytes } from './intake.js';

/** A large answer that goes out. */
export interface OutgoingAnswer {
  /** What it holds, roughly. */
  bytes: number;
  /** Cuts its connection: the client does not read on while others wait. */
  giveUp(): void;
}

/** What one answer tells the outlet. */
export interface OutletShare {
  /** Resolves when there is room for it; undefined where there is. */
  admitted: Promise<void> | undefined;
  /** The client has read some of it. */
  move(): void;
  /** It is sent, or its client is gone. */
  end(): void;
}

/** Bounds what answers hold together that clients do not read, by letting some wait, and by cutting those that stand still. */
export interface Outlet {
  begin(answer: OutgoingAnswer): OutletShare;
  /** The same for an answer that is there already: it does not wait, though others may for it. */
  note(answer: OutgoingAnswer): OutletShare;
}

/** What answers may hold together. One that is larger counts as so much, and goes out by itself. */
const mostBytes = 48 * 1024 * 1024;
/** What is no larger has room of its own beside them: it does not wait for those who do not read on. */
const modestBytes = 1024 * 1024;
const modestRoom = 8 * 1024 * 1024;
/** So long may a client stand still while others wait. */
const stalledMs = 4000;
const checkMs = 250;
/** With so many waiting a client may stand still half as long, and so on; a quarter where all hold twice what they may. */
const waitingToHurry = 4;

interface Entry extends OutgoingAnswer {
  movedAt: number;
  /** Null once it is under way. */
  admit: (() => void) | null;
}

/** Whether an answer is worth counting. */
export const isLargeAnswer = (bytes: number): boolean => bytes > smallBytes;

export function createOutlet(timers: Timers): Outlet {
  const underWay = new Set<Entry>();
  const waiting = new Set<Entry>();
  let bytes = 0;

  function enter(entry: Entry) {
    underWay.add(entry);
    bytes += entry.bytes;
    entry.movedAt = timers.now();
    entry.admit?.();
    entry.admit = null;
  }
  const hasRoom = (entry: Entry) =>
    underWay.size === 0 || bytes + entry.bytes <= mostBytes + (entry.bytes <= modestBytes ? modestRoom : 0);
  /** The others in their order. */
  function admitNext() {
    let isFull = false;
    for (const entry of waiting) {
      if (isFull && entry.bytes > modestBytes) continue;
      if (!hasRoom(entry)) isFull = true;
      else {
        waiting.delete(entry);
        enter(entry);
      }
    }
  }
  function end(entry: Entry) {
    if (waiting.delete(entry)) entry.admit?.();
    if (!underWay.delete(entry)) return;
    bytes -= entry.bytes;
    admitNext();
  }
  function patience(): number {
    const excess = Math.max(1, bytes / (mostBytes + modestRoom));
    return Math.max(2 * checkMs, stalledMs / (1 + waiting.size / waitingToHurry) / excess ** 2);
  }
  /** While there is no room, those who hold it and do not read on give way. */
  const watch = createWatch({
    timers,
    everyMs: checkMs,
    isNeeded: () => waiting.size > 0 || bytes > mostBytes + modestRoom,
    look() {
      const last = timers.now() - patience();
      for (const entry of underWay) {
        if (entry.movedAt > last) continue;
        entry.giveUp();
        end(entry);
      }
    },
  });
  const entryOf = (answer: OutgoingAnswer): Entry => ({
    ...answer,
    bytes: Math.min(answer.bytes, mostBytes),
    movedAt: timers.now(),
    admit: null,
  });
  const shareOf = (entry: Entry, admitted?: Promise<void>): OutletShare => ({
    admitted,
    move: () => void (entry.movedAt = timers.now()),
    end: () => end(entry),
  });
  return {
    begin(answer) {
      const entry = entryOf(answer);
      if ((waiting.size === 0 || entry.bytes <= modestBytes) && hasRoom(entry)) {
        enter(entry);
        return shareOf(entry);
      }
      const admitted = new Promise<void>((resolve) => (entry.admit = resolve));
      waiting.add(entry);
      watch();
      return shareOf(entry, admitted);
    },
    note(answer) {
      const entry = entryOf(answer);
      enter(entry);
      watch();
      return shareOf(entry);
    },
  };
}
