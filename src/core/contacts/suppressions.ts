import { toSuppression } from '../../contract/suppression.js';
import type { Suppression, SuppressionInput } from '../../contract/suppression.js';
import { AppError } from '../../contract/errors.js';
import type { SuppressionRecord } from '../../contract/workspace-records.js';
import { putSuppression } from '../engagement/suppress.js';
import type { Store } from '../ports/ports.js';
import type { Clock } from '../time/clock.js';

/** The addresses that campaigns leave out. */
export interface Suppressions {
  /** Newest first. */
  list(): Suppression[];
  /** Those of the addresses of contacts, in the order of these; one that is no contact is passed over. */
  ofContacts(ids: readonly string[]): Suppression[];
  /** Adds an address; one that is there already gets the given reason. */
  add(input: SuppressionInput): Suppression;
  /** Lifts the suppression of an address; throws a 404 where there is none. */
  remove(address: string): Suppression;
}

/** A suppression as it is answered: with whether its mail is kept. */
export function suppressionOf({ messages }: Pick<Store, 'messages'>, row: SuppressionRecord): Suppression {
  const message = row.message_id === null ? undefined : messages.get(row.message_id);
  return toSuppression(row, message !== undefined && !message.removed);
}

export function createSuppressions({ store, clock }: { store: Store; clock: Clock }): Suppressions {
  const answer = (row: SuppressionRecord) => suppressionOf(store, row);
  return {
    list: () => store.suppressions.list().reverse().map(answer),
    ofContacts: (ids) =>
      ids.flatMap((id) => {
        const address = store.contacts.get(id)?.email.toLowerCase();
        const row = address === undefined ? undefined : store.suppressions.get(address);
        return row ? [answer(row)] : [];
      }),
    add({ address, reason }) {
      const row = { id: address.toLowerCase(), reason, at: clock.now(), message_id: null };
      store.commit((tx) => putSuppression(tx, row));
      return answer(row);
    },
    remove(address) {
      const row = store.suppressions.get(address.toLowerCase());
      if (!row)
        throw new AppError('RESOURCE_NOT_FOUND', `The address ${address.slice(0, 254)} is not suppressed`, {
          field: 'address',
          issue: 'Expected a suppressed address',
        });
      store.commit((tx) => tx.remove('suppressions', row.id));
      return answer(row);
    },
  };
}
