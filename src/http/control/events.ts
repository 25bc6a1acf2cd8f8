import * as z from 'zod';
import { invalidField } from '../../contract/errors.js';
import { EventType, LogEvent, toLogEvent } from '../../contract/event.js';
import { wholeNumber } from '../../contract/fields.js';
import { waitForEvents } from '../../core/events/wait-for-events.js';
import { route } from '../routing/route.js';
import { waitFields } from './messages.js';

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

const open = { permission: null, access: 'read', documented: false } as const;

export const eventRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/events',
      summary: 'The event log, oldest first; `since` is a sequence number',
      query: FilterQuery.extend({ limit: wholeNumber(1, 500).default(100), cursor: z.string().optional() }),
      reply: z.array(LogEvent),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, ...filter } }) => {
      if (cursor !== undefined && !/^\d+$/.test(cursor)) {
        throw invalidField('cursor', 'Expected the next_cursor of an earlier answer');
      }
      const since = Math.max(filter.since ?? 0, Number(cursor ?? 0));
      const { rows, more } = services.events.list({ ...filter, since }, limit);
      const next_cursor = more ? String(rows.at(-1)?.seq ?? 0) : null;
      return { data: rows.map(toLogEvent), meta: { limit, next_cursor } };
    },
  ),
  route(
    {
      ...open,
      method: 'GET',
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
