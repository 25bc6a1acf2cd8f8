import * as z from 'zod';
import { Delivery, DeliveryStatus, nextNumber, toDelivery } from '../../contract/delivery.js';
import { invalidField } from '../../contract/errors.js';
import { WebhookEventType } from '../../contract/event.js';
import { wholeNumber } from '../../contract/fields.js';
import { Duration } from '../../contract/time.js';
import { waitForAttempt, waitForDeliveries } from '../../core/webhooks/wait-for-deliveries.js';
import { route } from '../routing/route.js';
import { byId, waitFields } from './messages.js';

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

const open = { permission: null, access: 'read', documented: false } as const;
const change = { permission: null, access: 'write', documented: false } as const;

/** How long a call waits for the attempt that it asks for, at most: a little more than an attempt can take. */
export const attemptTimeout = Duration.default(16_000).transform((ms) => Math.min(ms, 60_000));

export const deliveryRoutes = [
  route(
    {
      ...open,
      method: 'GET',
      path: '/deliveries',
      summary: 'Deliveries with every attempt, newest first',
      query: FilterQuery.extend({ limit: wholeNumber(1, 500).default(50), cursor: z.string().optional() }),
      reply: z.array(Delivery),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, ...filter } }) => {
      if (cursor !== undefined && !/^\d{1,16}$/.test(cursor)) {
        throw invalidField('cursor', 'Expected the next_cursor of an earlier answer');
      }
      const before = cursor === undefined ? undefined : Number(cursor);
      const { rows, more, ...counted } = services.deliveries.list(filter, limit, before);
      const next_cursor = more ? String(rows.at(-1)?.seq ?? 0) : null;
      return { data: rows.map(toDelivery), meta: { ...counted, limit, next_cursor } };
    },
  ),
  route(
    {
      ...open,
      method: 'GET',
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
  route(
    {
      ...open,
      method: 'GET',
      path: '/deliveries/{id}',
      summary: 'A delivery with every attempt',
      params: byId,
      reply: Delivery,
    },
    ({ services, params }) => ({ data: toDelivery(services.deliveries.get(params.id)) }),
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/deliveries/{id}/redeliver',
      summary: 'Make the next attempt now, with the same id and the same bytes; answers when it was made',
      params: byId,
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
