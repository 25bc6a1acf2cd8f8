import { ownText } from '../contract/text/own-text.js';
import type { Attempt, DeliveryRecord } from '../contract/delivery.js';
import type { DeliveryId } from '../contract/ids.js';
import type { Store, Tx } from '../core/ports/ports.js';

/**
 * Keeps the log of attempts bounded in bytes: 25,000 deliveries that fail eight times with a page of 64 KiB each would be
 * 13 GB. Past the budget the oldest attempts lose their headers and all but the beginning of their answer.
 */
export interface AnswerBudget {
  /** Counts an attempt, and trims the oldest in the same change where the budget is used up. */
  charge(tx: Tx, delivery: DeliveryRecord, attempt: Attempt): void;
  /** Counts the attempts that the store has already. */
  resume(): void;
}

const budgetBytes = 48 * 1024 * 1024;
const trimmedAnswer = 200;
/** Bytes of the seven headers of a request, roughly. */
const requestWeight = 500;

interface Charged {
  id: DeliveryId;
  number: number;
  weight: number;
}

const weightOf = ({ response_headers, response_body }: Attempt): number =>
  requestWeight +
  response_body.length +
  Object.entries(response_headers).reduce((sum, [name, value]) => sum + name.length + value.length, 0);

const trim = (attempt: Attempt): Attempt => ({
  ...attempt,
  request_headers: {},
  response_headers: {},
  response_body: ownText(attempt.response_body, trimmedAnswer),
  trimmed: true,
});

export function createAnswerBudget(store: Store): AnswerBudget {
  let charged: Charged[] = [];
  let head = 0;
  let total = 0;

  function count(id: DeliveryId, attempt: Attempt) {
    const weight = weightOf(attempt);
    charged.push({ id, number: attempt.number, weight });
    total += weight;
  }
  function oldest(): Charged | undefined {
    const entry = charged[head];
    head += 1;
    if (head > 10_000 && head * 2 > charged.length) {
      charged = charged.slice(head);
      head = 0;
    }
    return entry;
  }

  return {
    charge(tx, delivery, attempt) {
      count(delivery.id, attempt);
      if (total <= budgetBytes) return;
      // One change may trim several attempts of one delivery, that of the new attempt included.
      const rows = new Map([[delivery.id, delivery]]);
      while (total > budgetBytes) {
        const entry = oldest();
        if (!entry) break;
        total -= entry.weight;
        const row = rows.get(entry.id) ?? store.deliveries.get(entry.id);
        if (!row) continue;
        const attempts = row.attempts.map((one) => (one.number === entry.number ? trim(one) : one));
        rows.set(entry.id, { ...row, attempts });
      }
      for (const row of rows.values()) if (row !== delivery) tx.put('deliveries', row);
    },
    resume() {
      const kept = store.deliveries
        .list()
        .flatMap(({ id, attempts }) =>
          attempts.filter(({ trimmed }) => !trimmed).map((attempt) => ({ id, attempt })),
        );
      kept.sort((a, b) => a.attempt.at - b.attempt.at);
      for (const { id, attempt } of kept) count(id, attempt);
    },
  };
}
