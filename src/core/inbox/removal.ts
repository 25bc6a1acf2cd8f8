import { AppError } from '../../contract/errors.js';
import type { MessageId } from '../../contract/ids.js';
import type { MessageRecord } from '../../contract/message.js';
import type { Blobs, MailSearchIndex, Store, Tx } from '../ports/ports.js';
import { isWithdrawn, leftOfDeleted } from '../messages/deleted.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';
import type { Timers } from '../time/clock.js';

export interface RemovalDeps {
  store: Store;
  blobs: Pick<Blobs, 'remove'>;
  text: Pick<MailSearchIndex, 'remove'>;
  timers: Pick<Timers, 'after'>;
  watch(what: string, work: Promise<unknown>): void;
  /** Drops what is cached of a mail. */
  forget(id: MessageId): void;
  /** Resolves when there is no more mail than is kept. */
  pruned(): Promise<void>;
}

/** What was removed, and by what it is restored. */
export interface Withdrawn {
  deleted: number;
  undo: string;
}

/** How much mail came back, and how much of it went at once as the oldest of too much. */
export interface Restored {
  restored: number;
  pruned: number;
}

/** Mail goes for good, or is withdrawn: out of every list at once, and removed for good when the time to undo is over. */
export interface Removal {
  /** Answers how many were still there. */
  remove(ids: readonly MessageId[]): Promise<number>;
  /** For so many real milliseconds `restore` brings it back. */
  withdraw(ids: readonly MessageId[], ms: number): Promise<Withdrawn>;
  /** Rejects with a 404 when the time is over, or when it was done before. */
  restore(undo: string): Promise<Restored>;
  /** Whether a deleted mail can still be restored: what comes of it meanwhile is kept. */
  mayReturn(id: MessageId): boolean;
  /** Removes for good what was withdrawn when the process ended. */
  finish(): Promise<number>;
}

/** Mails that are changed in one commit: a few milliseconds. */
const changedAtOnce = 500;

const isKept = ({ removed }: MessageRecord): boolean => !removed;
const isRemoved = ({ removed }: MessageRecord): boolean => removed;

function removeRow(tx: Tx, row: MessageRecord): void {
  const left = leftOfDeleted(row);
  if (left === null) tx.remove('messages', row.id);
  else tx.put('messages', { ...left, seq: tx.nextSeq() });
}
const markRow =
  (removed: boolean) =>
  (tx: Tx, row: MessageRecord): void =>
    tx.put('messages', { ...row, seq: tx.nextSeq(), removed });

/** Undocumented: we chose that mail deleted with `undo` can be restored for that time, and is gone after a restart. */
export function createRemoval({ store, blobs, text, timers, watch, forget, pruned }: RemovalDeps): Removal {
  const withdrawn = new Map<string, { ids: ReadonlySet<MessageId>; timer: { cancel(): void } }>();
  let count = 0;

  interface Change {
    /** Some may have changed since the work began. */
    isMeant(row: MessageRecord): boolean;
    put(tx: Tx, row: MessageRecord): void;
    after?(rows: readonly MessageRecord[]): Promise<void>;
  }
  /** Slice by slice, each in one change: others have their turn between two. Answers the ids of what was changed. */
  async function change(ids: readonly MessageId[], { isMeant, put, after }: Change): Promise<MessageId[]> {
    const changed: MessageId[] = [];
    for (let from = 0; from < ids.length; from += changedAtOnce) {
      if (from > 0) await yieldToEventLoop();
      const rows = ids.slice(from, from + changedAtOnce).flatMap((id) => {
        const row = store.messages.get(id);
        return row && isMeant(row) ? [row] : [];
      });
      store.commit((tx) => rows.forEach((row) => put(tx, row)));
      await after?.(rows);
      for (const { id } of rows) changed.push(id);
    }
    return changed;
  }
  async function discard(rows: readonly MessageRecord[]): Promise<void> {
    for (const { id } of rows) {
      text.remove(id);
      forget(id);
      await blobs.remove(id);
    }
  }
  const purge = async (ids: readonly MessageId[]): Promise<number> =>
    (await change(ids, { isMeant: isRemoved, put: removeRow, after: discard })).length;

  return {
    remove: async (ids) => (await change(ids, { isMeant: isKept, put: removeRow, after: discard })).length,
    async withdraw(ids, ms) {
      const changed = await change(ids, { isMeant: isKept, put: markRow(true) });
      count += 1;
      // The sequence number tells it from those of another generation, and of another process.
      const undo = `${store.seq}-${count}`;
      const timer = timers.after(ms, () => {
        withdrawn.delete(undo);
        watch('removing deleted mail', purge(changed));
      });
      withdrawn.set(undo, { ids: new Set(changed), timer });
      return { deleted: changed.length, undo };
    },
    async restore(undo) {
      const held = withdrawn.get(undo);
      if (!held)
        throw new AppError('RESOURCE_NOT_FOUND', 'What was deleted can no longer be restored', {
          field: 'undo',
          issue: 'Expected the undo of a deletion whose time is not over',
        });
      held.timer.cancel();
      withdrawn.delete(undo);
      const back = await change([...held.ids], { isMeant: isRemoved, put: markRow(false) });
      await pruned();
      const restored = back.filter((id) => store.messages.get(id)?.removed === false).length;
      return { restored, pruned: back.length - restored };
    },
    mayReturn: (id) => Array.from(withdrawn.values()).some(({ ids }) => ids.has(id)),
    finish() {
      const left = store.messages.list().filter(isWithdrawn);
      return purge(left.map(({ id }) => id));
    },
  };
}
