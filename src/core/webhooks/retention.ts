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
 * Removes the oldest settled deliveries when there are too many. Pending ones always stay, and so does the event log: only
 * the record of how events were delivered goes.
 */
export function createDeliveryRetention({ store, most, log }: DeliveryRetentionDeps): { check(): void } {
  let isLogged = false;

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
  function check() {
    while (store.deliveries.countSettled() >= most + batchSize) pruneBatch();
  }
  store.subscribe(({ changes }) => {
    if (changes.some(({ table }) => table === 'deliveries')) check();
  });
  return { check };
}
