import type { SuppressionInput } from '../../contract/suppression.js';
import { AppError } from '../../contract/errors.js';
import type { SuppressionRecord } from '../../contract/workspace-records.js';
import { putSuppression } from '../engagement/suppress.js';
import type { Store } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';

/** The addresses that campaigns leave out. */
export interface Suppressions {
  /** Newest first. */
  list(): SuppressionRecord[];
  /** Those of the addresses of contacts, in the order of these; one that is no contact is passed over. */
  ofContacts(ids: readonly string[]): SuppressionRecord[];
  /** Adds an address; one that is there already gets the given reason. */
  add(input: SuppressionInput): SuppressionRecord;
  /** Lifts the suppression of an address; throws a 404 where there is none. */
  remove(address: string): SuppressionRecord;
}

export function createSuppressions({ store, clock }: { store: Store; clock: Clock }): Suppressions {
  return {
    list: () => store.suppressions.list().reverse(),
    ofContacts: (ids) =>
      ids.flatMap((id) => {
        const address = store.contacts.get(id)?.email.toLowerCase();
        return (address !== undefined && store.suppressions.get(address)) || [];
      }),
    add({ address, reason }) {
      const row = { id: address.toLowerCase(), reason, at: clock.now(), message_id: null };
      store.commit((tx) => putSuppression(tx, row));
      return row;
    },
    remove(address) {
      const row = store.suppressions.get(address.toLowerCase());
      if (!row)
        throw new AppError('RESOURCE_NOT_FOUND', `The address ${address.slice(0, 254)} is not suppressed`, {
          field: 'address',
          issue: 'Expected a suppressed address',
        });
      store.commit((tx) => tx.remove('suppressions', row.id));
      return row;
    },
  };
}
