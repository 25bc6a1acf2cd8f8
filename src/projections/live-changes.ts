import { toLogEvent } from '../contract/event.js';
import type { EventRecord } from '../contract/event.js';
import type { LiveFrame } from '../contract/frame.js';
import { toSummary } from '../contract/message.js';
import type { MessageRecord } from '../contract/message.js';
import type { Store } from '../core/ports/ports.js';

/** A change that clients get as a frame; rows never change, so the frame is made only when a client is connected. */
export interface LiveChange {
  seq: number;
  frame(): LiveFrame;
}

export const messageChange = (row: MessageRecord, arrived: boolean): LiveChange => ({
  seq: row.seq,
  frame: () =>
    row.removed
      ? { type: 'message_removed', seq: row.seq, id: row.id }
      : { type: 'message', seq: row.seq, message: toSummary(row), arrived },
});
/** The state does not know what a row was before. */
const changedMessage = (row: MessageRecord): LiveChange => messageChange(row, false);
export const eventChange = (event: EventRecord): LiveChange => ({
  seq: event.seq,
  frame: () => ({ type: 'event', seq: event.seq, event: toLogEvent(event) }),
});
export const inOrder = (a: LiveChange, b: LiveChange): number => a.seq - b.seq;

/** Where a client is: it has all changes up to `at`. */
export interface Place {
  at: number;
  /** Some of them had no frame: the client is to fetch again what it holds, once it has all frames up to `at`. */
  needsResync: boolean;
}

/** The recent changes of one workspace, and those before them as far as the state knows. */
export interface LiveChanges {
  add(changes: readonly LiveChange[]): void;
  /** No frame will tell what changed up to `seq`: clients are to fetch the state. */
  passOver(seq: number): void;
  /** The next frames for a client at a place, which moves on; none where it has all. */
  next(place: Place): LiveFrame[];
}

/** Changes kept for those who come back. */
const bufferSize = 5000;
/** Made at once: about a millisecond of work, and a hundred kilobytes that a client may leave unread. */
const pageSize = 128;

/** The first of a sorted list, as many as a page holds; changes of one number stay together. */
function firstOf(changes: Iterable<LiveChange>): { page: LiveChange[]; isCut: boolean } {
  const page: LiveChange[] = [];
  for (const change of changes) {
    if (page.length >= pageSize && change.seq !== page.at(-1)?.seq) return { page, isCut: true };
    page.push(change);
  }
  return { page, isCut: false };
}

function* eachAs<T>(rows: Iterable<T>, change: (row: T) => LiveChange): Generator<LiveChange> {
  for (const row of rows) yield change(row);
}

export function createLiveChanges(store: Pick<Store, 'seq' | 'messages' | 'events'>): LiveChanges {
  let buffer: LiveChange[] = [];
  let droppedUpTo = store.seq;
  let bulkUpTo = 0;

  function firstAfter(seq: number): number {
    let [low, high] = [0, buffer.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((buffer[middle]?.seq ?? 0) <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  /** From the state, as far as the buffer does not reach back: the present rows and all events, merged. */
  function fromState(place: Place): LiveChange[] {
    const messages = firstOf(eachAs(store.messages.changedSince(place.at, pageSize + 1), changedMessage));
    const events = firstOf(eachAs(store.events.since(place.at), eventChange));
    const ends = [messages, events].map(({ page, isCut }) => (isCut ? (page.at(-1)?.seq ?? 0) : droppedUpTo));
    const end = ends.reduce((first, each) => Math.min(first, each), droppedUpTo);
    place.at = end;
    return [...messages.page, ...events.page].filter(({ seq }) => seq <= end).sort(inOrder);
  }
  function* fromBuffer({ at }: Place): Generator<LiveChange> {
    for (let index = firstAfter(at); index < buffer.length; index += 1) yield buffer[index] as LiveChange;
  }
  /**
   * What the buffer no longer has. The state knows mails and events, but not which rows are gone: `resync` follows. It comes
   * last, so that a client that fetches all anew gets no frame of what it fetched already.
   */
  function stateFrames(place: Place): LiveFrame[] {
    if (place.at < bulkUpTo) place.at = bulkUpTo;
    else if (place.at >= droppedUpTo) return [];
    place.needsResync = true;
    return fromState(place).map(({ frame }) => frame());
  }

  return {
    add(changes) {
      for (const each of changes) buffer.push(each);
      if (buffer.length <= 2 * bufferSize) return;
      droppedUpTo = buffer[bufferSize - 1]?.seq ?? droppedUpTo;
      buffer = buffer.slice(firstAfter(droppedUpTo));
    },
    passOver(seq) {
      buffer = [];
      droppedUpTo = seq;
      bulkUpTo = seq;
    },
    next(place) {
      const frames = stateFrames(place);
      if (frames.length > 0) return frames;
      if (place.needsResync) {
        place.needsResync = false;
        return [{ type: 'resync', seq: place.at }];
      }
      const { page } = firstOf(fromBuffer(place));
      place.at = page.at(-1)?.seq ?? place.at;
      return page.map(({ frame }) => frame());
    },
  };
}
