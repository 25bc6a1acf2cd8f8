import type { MessageId } from '../../contract/ids.js';
import type { Logger } from '../../contract/logger.js';
import type { Store } from '../ports/ports.js';

export interface RetentionDeps {
  store: Store;
  /** Most mails that are kept. */
  most: number;
  remove(ids: readonly MessageId[]): Promise<unknown>;
  watch(what: string, work: Promise<unknown>): void;
  log: Logger;
}

export interface Retention {
  /** Removes what there is too much of. */
  check(): void;
  /** As `check`; resolves when it is gone. */
  pruned(): Promise<void>;
}

// Removed in one change, and logged again after so many.
const batchSize = 500;
const logEach = 1000;

/**
 * Removes the oldest mail when there is too much of it; what is still on its way stays. Removed mail
 * still counts in its campaign, and its events stay.
 */
export function createRetention({ store, most, remove, watch, log }: RetentionDeps): Retention {
  let pruning: Promise<void> | null = null;
  let pruned = 0;
  let reportAt = 1;

  /** The oldest of too much mail: none where others have deleted more meanwhile. */
  function tooMuch(): MessageId[] {
    const count = Math.min(batchSize, store.messages.countKept() - most);
    const ids: MessageId[] = [];
    for (const { id, stored, status } of store.messages.oldestFirst()) {
      if (ids.length >= count) break;
      if (stored && status !== 'queued') ids.push(id);
    }
    return ids;
  }
  async function prune() {
    await Promise.resolve();
    try {
      for (let ids = tooMuch(); ids.length > 0; ids = tooMuch()) {
        await remove(ids);
        report(ids.length);
      }
    } finally {
      // In the same turn as the look that found no more, so that nothing comes unseen between them.
      pruning = null;
    }
  }
  function report(count: number) {
    pruned += count;
    if (pruned < reportAt) return;
    reportAt = pruned + logEach;
    log('warn', `the oldest mail is removed to keep ${most} (--max-messages); ${pruned} so far`, { pruned });
  }
  function check() {
    if (pruning || store.messages.countKept() <= most) return;
    pruning = prune();
    watch('removing old mail', pruning);
  }
  store.subscribe(check);
  return {
    check,
    async pruned() {
      check();
      await pruning;
    },
  };
}
