import type { Logger } from '../../contract/logger.js';
import type { Store } from '../ports/ports.js';

export interface DeliveryRetentionDeps {
  store: Store;
  /** Most settled deliveries that are kept. */
  most: number;
  log: Logger;
}

// Undocumented: we chose four campaigns of 10,000 recipients with their 25,000 deliveries each; at about 2 KB a row.
export const mostSettledDeliveries = 100_000;
/** Removed in one change: a few milliseconds, once in so many deliveries. */
const batchSize = 500;

/**
 * Removes the oldest deliveries that are done with when there are too many. What is still owed always stays, and so does
 * the event log, from which all that happened can be seen: only how it was told goes.
 */
export function createDeliveryRetention({ store, most, log }: DeliveryRetentionDeps): { check(): void } {
  let told = false;

  function pruneBatch() {
    const ids: string[] = [];
    for (const { id } of store.deliveries.settled()) {
      if (ids.length === batchSize) break;
      ids.push(id);
    }
    store.commit((tx) => ids.forEach((id) => tx.remove('deliveries', id)));
    if (told) return;
    told = true;
    log('warn', `the oldest settled webhook deliveries are removed to keep ${most}`);
  }
  function check() {
    while (store.deliveries.countSettled() >= most + batchSize) pruneBatch();
  }
  store.subscribe(({ changes }) => {
    if (changes.some(({ table }) => table === 'deliveries')) check();
  });
  return { check };
}
