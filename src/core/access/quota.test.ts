import { expect, it } from 'vitest';
import type { MetaRecord } from '../../contract/workspace-records.js';
import type { Store, Tx } from '../ports/ports.js';
import { createQuota } from './quota.js';

/** A quota by a clock that is set by hand. */
function useQuota() {
  let [now, row]: [number, MetaRecord | undefined] = [0, undefined];
  const store = { meta: { get: () => row } } as Partial<Store> as Store;
  const tx: Partial<Tx> = { put: (_table, record) => void (row = record as MetaRecord) };
  const quota = createQuota(store, { now: () => now }, () => null);
  const chargeIn = (month: number, count: number) => {
    now = Date.UTC(2024, month);
    quota.charge(tx as Tx, count);
  };
  const usedIn = (month: number) => {
    now = Date.UTC(2024, month);
    return quota.used();
  };
  return { chargeIn, usedIn };
}

it('a clock that is set back finds the count of its month again, of the last ten years that were charged', () => {
  const { chargeIn, usedIn } = useQuota();
  for (let month = 0; month < 122; month += 1) chargeIn(month, month + 1);
  expect([0, 1, 120, 121].map(usedIn)).toEqual([0, 2, 121, 122]);
  chargeIn(1, 5);
  expect([1, 121].map(usedIn)).toEqual([7, 122]);
});
