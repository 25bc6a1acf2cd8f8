import { nextNumber } from '../../contract/delivery.js';
import type { DeliveryRecord } from '../../contract/delivery.js';
import { AppError } from '../../contract/errors.js';
import type { DeliveryFilter } from '../ports/ports.js';
import type { Wait, Waiter } from '../ports/wait.js';
import type { Deliveries } from './deliveries.js';

export interface DeliveryWaitServices extends Waiter {
  deliveries: Pick<Deliveries, 'get' | 'list' | 'attempted'>;
}

const mostNamed = 10;

const summaryOf = ({ id, event_type, status, attempts }: DeliveryRecord) => {
  const { error = null, status: answer = null } = attempts.at(-1) ?? {};
  return { id, event_type, status, attempts: attempts.length, answer, error };
};

/** Attempted deliveries as soon as enough match. Throws a 404 that names the newest ones when the time is up. */
export async function waitForDeliveries(
  { deliveries, waitFor }: DeliveryWaitServices,
  filter: DeliveryFilter,
  { count, timeout, signal }: Wait,
): Promise<DeliveryRecord[]> {
  const find = () => {
    const rows = deliveries.attempted(filter, count);
    return rows.length >= count ? rows : null;
  };
  const rows = await waitFor({ timeout, signal, find });
  if (rows) return rows;
  const found = deliveries.attempted(filter, count).length;
  const { rows: newest } = deliveries.list({}, mostNamed);
  throw new AppError(
    'RESOURCE_NOT_FOUND',
    `${found} of ${count} matching deliveries were attempted within ${timeout} ms`,
    { field: 'count', issue: 'Expected more matching deliveries', deliveries: newest.map(summaryOf) },
  );
}

/** A delivery after its attempt with this number, or as it is when that takes longer than `timeout` ms. */
export async function waitForAttempt(
  { deliveries, waitFor }: DeliveryWaitServices,
  { id, number, timeout, signal }: { id: string; number: number } & Omit<Wait, 'count'>,
): Promise<DeliveryRecord> {
  const find = () => {
    const delivery = deliveries.get(id);
    return nextNumber(delivery) > number ? delivery : null;
  };
  return (await waitFor({ timeout, signal, find })) ?? deliveries.get(id);
}
