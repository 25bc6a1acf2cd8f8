import type { MessageRecord } from '../../contract/message.js';
import type { SuppressionRecord } from '../../contract/workspace-records.js';
import type { Store, Tx } from '../ports/ports.js';

/** Puts a suppression in the place of one of the same address, which is taken out first, so that it is the newest. */
export function putSuppression(tx: Tx, row: SuppressionRecord): void {
  tx.remove('suppressions', row.id);
  tx.put('suppressions', row);
}

export interface Suppressing {
  reason: Exclude<SuppressionRecord['reason'], 'manual'>;
  at: number;
  message: Pick<MessageRecord, 'id'>;
}

/**
 * Suppresses an address for what happened to a mail. A complaint takes the place of no other reason: it is lifted when the
 * contact comes back, which a bounce and one made by hand are not.
 */
export function suppress(
  tx: Tx,
  { suppressions }: Pick<Store, 'suppressions'>,
  address: string,
  { reason, at, message }: Suppressing,
): void {
  const id = address.toLowerCase();
  const known = suppressions.get(id);
  if (reason === 'complained' && known && known.reason !== 'complained') return;
  putSuppression(tx, { id, reason, at, message_id: message.id });
}
