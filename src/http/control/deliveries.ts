import * as z from 'zod';
import { Delivery, DeliveryStatus, nextNumber, toDelivery } from '../../contract/delivery.js';
import { WebhookEventType } from '../../contract/event.js';
import { Duration } from '../../contract/time.js';
import { waitForAttempt, waitForDeliveries } from '../../core/webhooks/wait-for-deliveries.js';
import { read, write } from './control-route.js';
import { afterLast, cursorPage, listFields, seqCursor } from './cursor.js';
import { waitFields } from './fields.js';

const FilterQuery = z.strictObject({
  webhook: z.string().max(100).optional(),
  /** An event id or type. */
  event: z
    .string()
    .refine(
      (text) => /^evt_[0-9a-z]{8}$/.test(text) || WebhookEventType.options.some((type) => type === text),
      {
        error: `Expected an event id or one of ${WebhookEventType.options.join(', ')}`,
      },
    )
    .optional(),
  status: DeliveryStatus.optional(),
});

/** How long a call waits for the attempt that it asks for, at most: a little more than an attempt can take. */
export const attemptTimeout = Duration.default(16_000).transform((ms) => Math.min(ms, 60_000));

export const deliveryRoutes = [
  read(
    {
      path: '/deliveries',
      summary: 'Deliveries with every attempt, newest first',
      query: FilterQuery.extend(listFields(seqCursor)),
      reply: z.array(Delivery),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, ...filter } }) => {
      const { rows, more, ...counted } = services.deliveries.list(filter, limit, cursor);
      return cursorPage(rows.map(toDelivery), { ...counted, limit, next_cursor: afterLast(rows, more) });
    },
  ),
  read(
    {
      path: '/deliveries/wait',
      summary:
        'Deliveries that were attempted, as soon as enough match; a 404 that says what there is otherwise',
      query: FilterQuery.extend(waitFields),
      reply: z.array(Delivery),
    },
    async ({ services, signal, query: { count, timeout, ...filter } }) => {
      const rows = await waitForDeliveries(services, filter, { count, timeout, signal });
      return { data: rows.map(toDelivery) };
    },
  ),
  read(
    {
      path: '/deliveries/{id}',
      summary: 'A delivery with every attempt',
      reply: Delivery,
    },
    ({ services, params }) => ({ data: toDelivery(services.deliveries.get(params.id)) }),
  ),
  write(
    {
      method: 'POST',
      path: '/deliveries/{id}/redeliver',
      summary: 'Make the next attempt now, with the same id and the same bytes; answers when it was made',
      body: z.strictObject({ timeout: attemptTimeout }),
      bodyOptional: true,
      reply: Delivery,
    },
    async ({ services, params, body, signal }) => {
      const { id, ...due } = services.deliveries.redeliver(params.id);
      const wait = { id, number: nextNumber(due), timeout: body.timeout, signal };
      return { data: toDelivery(await waitForAttempt(services, wait)) };
    },
  ),
];
