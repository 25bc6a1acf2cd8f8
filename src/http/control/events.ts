import * as z from 'zod';
import { EventType, LogEvent, toLogEvent } from '../../contract/event.js';
import { wholeNumber } from '../../contract/fields.js';
import { waitForEvents } from '../../core/events/wait-for-events.js';
import { read } from './control-route.js';
import { afterLast, cursorPage, listFields, seqCursor } from './cursor.js';
import { waitFields } from './fields.js';

const types = z
  .string()
  .refine((list) => list.split(',').every((type) => EventType.options.some((known) => known === type)), {
    error: `Expected event types separated by commas: ${EventType.options.join(', ')}`,
  })
  .optional();
const id = z.string().max(100).optional();
const FilterQuery = z.strictObject({
  type: types,
  campaign: id,
  contact: id,
  message: id,
  /** A sequence number: events after it. */
  since: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
});

export const eventRoutes = [
  read(
    {
      path: '/events',
      summary: 'The event log, oldest first; `since` is a sequence number',
      query: FilterQuery.extend(listFields(seqCursor, 100)),
      reply: z.array(LogEvent),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor = 0, ...filter } }) => {
      const since = Math.max(filter.since ?? 0, cursor);
      const { rows, more } = services.events.list({ ...filter, since }, limit);
      return cursorPage(rows.map(toLogEvent), { limit, next_cursor: afterLast(rows, more) });
    },
  ),
  read(
    {
      path: '/events/wait',
      summary: 'Events, as soon as enough match; a 404 that says what did happen otherwise',
      query: FilterQuery.extend(waitFields),
      reply: z.array(LogEvent),
    },
    async ({ services, signal, query: { count, timeout, ...filter } }) => {
      const rows = await waitForEvents(services, filter, { count, timeout, signal });
      return { data: rows.map(toLogEvent) };
    },
  ),
];
