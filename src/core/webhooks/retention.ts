import type { Logger } from '../../contract/logger.js';
import type { Store } from '../ports/ports.js';
import { yieldToEventLoop } from '../../contract/event-loop.js';

export interface DeliveryRetentionDeps {
  store: Store;
  /** Most settled deliveries that are kept. */
  most: number;
  watch(what: string, work: Promise<unknown>): void;
  log: Logger;
}

// Undocumented: we chose four campaigns of 10,000 recipients with their 25,000 deliveries each; at about 2 KB a row.
export const mostSettledDeliveries = 100_000;
/** Removed in one change: a few milliseconds, once in so many deliveries. */
const batchSize = 500;

/**
 * Removes the oldest settled deliveries when there are too many. Pending ones always stay, and so does the event log: only
 * the record of how events were delivered goes.
 */
export function createDeliveryRetention({ store, most, watch, log }: DeliveryRetentionDeps): {
  check(): void;
} {
  let isLogged = false;
  let isPruning = false;

  function pruneBatch() {
    const ids: string[] = [];
    for (const { id } of store.deliveries.settled()) {
      if (ids.length === batchSize) break;
      ids.push(id);
    }
    store.commit((tx) => ids.forEach((id) => tx.remove('deliveries', id)));
    if (isLogged) return;
    isLogged = true;
    log('warn', `the oldest settled webhook deliveries are removed to keep ${most}`);
  }
  const areTooMany = () => store.deliveries.countSettled() >= most + batchSize;
  /** An import may bring millions: others have their turn between two batches. */
  async function prune() {
    try {
      while (areTooMany()) {
        pruneBatch();
        await yieldToEventLoop();
      }
    } finally {
      // In the same turn as the look that found no more, so that nothing comes unseen between them.
      isPruning = false;
    }
  }
  function check() {
    if (isPruning || !areTooMany()) return;
    isPruning = true;
    watch('removing old deliveries', prune());
  }
  store.subscribe(({ changes }) => {
    if (changes.some(({ table }) => table === 'deliveries')) check();
  });
  return { check };
}
