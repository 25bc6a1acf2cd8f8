import { rankWhere } from '../contract/rank-where.js';
import { toCampaignHead } from '../contract/campaign.js';
import type { CampaignRecord } from '../contract/campaign.js';
import { toLogEvent } from '../contract/event.js';
import type { EventRecord } from '../contract/event.js';
import type { LiveFrame } from '../contract/frame.js';
import { toSummary } from '../contract/message.js';
import type { Mailbox, MessageRecord } from '../contract/message.js';
import type { Store } from '../core/ports/ports.js';

/** A change that clients get as a frame; rows never change, so the frame is made only when a client is connected. */
export interface LiveChange {
  seq: number;
  /** About how many characters the frame has. */
  size: number;
  frame(): LiveFrame;
}

/** The size of a frame without texts of any length. */
const leastSize = 500;

/** A change of which the frame is at hand. */
export const shortChange = (frame: LiveFrame): LiveChange => ({
  seq: frame.seq,
  size: leastSize,
  frame: () => frame,
});

const textOf = (mailboxes: readonly Mailbox[]): number =>
  mailboxes.reduce((sum, { name, address }) => sum + name.length + address.length, 0);

export function messageChange(row: MessageRecord, arrived: boolean): LiveChange {
  const { seq, subject, to, cc } = row;
  if (row.removed) return shortChange({ type: 'message_removed', seq, id: row.id });
  const size = leastSize + subject.length + textOf(to) + textOf(cc);
  return { seq, size, frame: () => ({ type: 'message', seq, message: toSummary(row), arrived }) };
}
/** Without the content: that of what was deleted would be kept too. */
export function campaignChange(row: CampaignRecord, seq: number): LiveChange {
  const campaign = toCampaignHead(row);
  const size = JSON.stringify(campaign).length;
  return { seq, size, frame: () => ({ type: 'campaign', seq, campaign }) };
}
/** The state does not know what a row was before. */
const changedMessage = (row: MessageRecord): LiveChange => messageChange(row, false);
export const eventChange = (event: EventRecord): LiveChange => ({
  seq: event.seq,
  size: leastSize,
  frame: () => ({ type: 'event', seq: event.seq, event: toLogEvent(event) }),
});
export const inOrder = (a: LiveChange, b: LiveChange): number => a.seq - b.seq;

/** Where a client is: it has all changes up to `at`. */
export interface ClientPosition {
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
  next(place: ClientPosition): LiveFrame[];
}

/** Changes kept for those who come back, and characters of them: a workspace may have many. */
const kept = { changes: 5000, characters: 8 * 1024 * 1024 };
/** Made at once: about a millisecond of work, and a hundred kilobytes that a client may leave unread. */
const pageSize = { changes: 128, characters: 128 * 1024 };

/** The first of a sorted list, as many as a page holds; changes of one number stay together. */
function firstOf(changes: Iterable<LiveChange>): { page: LiveChange[]; isCut: boolean } {
  const page: LiveChange[] = [];
  let characters = 0;
  for (const change of changes) {
    const isFull = page.length >= pageSize.changes || characters >= pageSize.characters;
    if (isFull && change.seq !== page.at(-1)?.seq) return { page, isCut: true };
    page.push(change);
    characters += change.size;
  }
  return { page, isCut: false };
}

function* eachAs<T>(rows: Iterable<T>, change: (row: T) => LiveChange): Generator<LiveChange> {
  for (const row of rows) yield change(row);
}

/** What the state knows of changes that the buffer no longer has. */
interface ChangedRows {
  readonly seq: number;
  messages: Pick<Store['messages'], 'changedSince'>;
  events: Pick<Store['events'], 'since'>;
}

export function createLiveChanges(store: ChangedRows): LiveChanges {
  let buffer: LiveChange[] = [];
  let characters = 0;
  let droppedUpTo = store.seq;
  let bulkUpTo = 0;

  const firstAfter = (seq: number): number =>
    rankWhere(buffer.length, (index) => (buffer[index]?.seq ?? 0) <= seq);
  /** From the state, as far as the buffer does not reach back: the present rows and all events, merged. */
  function fromState(place: ClientPosition): LiveChange[] {
    const messages = firstOf(
      eachAs(store.messages.changedSince(place.at, pageSize.changes + 1), changedMessage),
    );
    const events = firstOf(eachAs(store.events.since(place.at), eventChange));
    const ends = [messages, events].map(({ page, isCut }) => (isCut ? (page.at(-1)?.seq ?? 0) : droppedUpTo));
    const end = ends.reduce((first, each) => Math.min(first, each), droppedUpTo);
    place.at = end;
    return [...messages.page, ...events.page].filter(({ seq }) => seq <= end).sort(inOrder);
  }
  function* fromBuffer({ at }: ClientPosition): Generator<LiveChange> {
    for (let index = firstAfter(at); index < buffer.length; index += 1) yield buffer[index] as LiveChange;
  }
  /**
   * What the buffer no longer has. The state knows mails and events, but not which rows are gone: `resync` follows. It comes
   * last, so that a client that fetches all anew gets no frame of what it fetched already.
   */
  function stateFrames(place: ClientPosition): LiveFrame[] {
    if (place.at < bulkUpTo) place.at = bulkUpTo;
    else if (place.at >= droppedUpTo) return [];
    place.needsResync = true;
    return fromState(place).map(({ frame }) => frame());
  }

  /** Drops the oldest, all of one number together. */
  function shorten(): void {
    const surplus = buffer.length - kept.changes;
    for (const [index, { seq, size }] of buffer.entries()) {
      if (index >= surplus && characters <= kept.characters && seq !== droppedUpTo) break;
      droppedUpTo = seq;
      characters -= size;
    }
    buffer = buffer.slice(firstAfter(droppedUpTo));
  }

  return {
    add(changes) {
      for (const each of changes) {
        buffer.push(each);
        characters += each.size;
      }
      if (buffer.length > 2 * kept.changes || characters > 2 * kept.characters) shorten();
    },
    passOver(seq) {
      buffer = [];
      characters = 0;
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
