import { AppError } from '../../contract/errors.js';
import type { EventRecord } from '../../contract/event.js';
import type { Wait, Waiter } from '../ports/wait.js';
import type { EventFilter, EventLog } from './event-log.js';

export interface EventWaitServices extends Waiter {
  events: Pick<EventLog, 'all' | 'seek'>;
}

const mostNamed = 10;

/** Events as soon as enough match. Throws a 404 that names the last ones of any type when the time is up. */
export async function waitForEvents(
  { events, waitFor }: EventWaitServices,
  filter: EventFilter,
  { count, timeout, signal }: Wait,
): Promise<EventRecord[]> {
  const rows = await waitFor({ timeout, signal, find: events.seek(filter, count) });
  if (rows) return rows;
  const happened = [...events.all({ ...filter, type: undefined })].slice(-mostNamed);
  throw new AppError('RESOURCE_NOT_FOUND', `Fewer than ${count} matching events within ${timeout} ms`, {
    field: 'count',
    issue: 'Expected more matching events',
    happened: happened.map(({ type, data }) => `${type} ${data.email}`),
  });
}
