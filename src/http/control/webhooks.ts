import { z } from 'zod';
import { wholeNumber } from '../../contract/fields.js';
import {
  Delivery,
  DeliveryStatus,
  toDelivery,
  toWebhook,
  Webhook,
  WebhookInput,
  WebhookPatch,
} from '../../contract/webhook.js';
import type { WebhookRecord } from '../../contract/webhook.js';
import { verifySignature } from '../../core/signature.js';
import { route } from '../route.js';
import { fromDeliveryCursor, toDeliveryCursor } from './cursor.js';
import { byId } from './messages.js';

const open = { permission: null, access: 'read', documented: false } as const;
const change = { permission: null, access: 'write', documented: false } as const;
const MadeWebhook = Webhook.extend({ secret: z.string() });
const withSecret = (webhook: WebhookRecord) => ({ ...toWebhook(webhook), secret: webhook.secret });

export const webhookRoutes = [
  route(
    { ...open, method: 'GET', path: '/webhooks', summary: 'All endpoints', reply: z.array(Webhook) },
    ({ services }) => ({ data: services.webhooks.list().map(toWebhook) }),
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/webhooks',
      summary: 'Add an endpoint; its secret is shown this once',
      body: WebhookInput,
      reply: MadeWebhook,
      status: 201,
    },
    ({ services, body }) => ({ data: withSecret(services.webhooks.create(body)) }),
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/webhooks/verify',
      summary: 'Say whether a signature is right and, if not, why',
      body: z.strictObject({ payload: z.string(), signature: z.string(), secret: z.string() }),
      reply: z.object({ valid: z.boolean(), reason: z.string() }),
    },
    ({ body }) => ({ data: verifySignature(body) }),
  ),
  route(
    { ...open, method: 'GET', path: '/webhooks/{id}', summary: 'An endpoint', params: byId, reply: Webhook },
    ({ services, params }) => ({ data: toWebhook(services.webhooks.get(params.id)) }),
  ),
  route(
    {
      ...change,
      method: 'PATCH',
      path: '/webhooks/{id}',
      summary: 'Change an endpoint',
      params: byId,
      body: WebhookPatch,
      reply: Webhook,
    },
    ({ services, params, body }) => ({ data: toWebhook(services.webhooks.update(params.id, body)) }),
  ),
  route(
    {
      ...change,
      method: 'DELETE',
      path: '/webhooks/{id}',
      summary: 'Remove an endpoint and what is owed to it',
      params: byId,
      reply: z.object({ id: z.string(), deleted: z.literal(true) }),
    },
    ({ services, params }) => {
      services.webhooks.remove(params.id);
      return { data: { id: params.id, deleted: true as const } };
    },
  ),
  route(
    {
      ...change,
      method: 'POST',
      path: '/webhooks/{id}/rotate',
      summary: 'Give a new secret, shown this once; the old one signs a second header for 24 h',
      params: byId,
      reply: MadeWebhook,
    },
    ({ services, params }) => ({ data: withSecret(services.webhooks.rotate(params.id)) }),
  ),
  route(
    {
      ...open,
      method: 'GET',
      path: '/deliveries',
      summary: 'Deliveries with every attempt, newest first',
      query: z.strictObject({
        webhook: z.string().max(100).optional(),
        event: z.string().max(100).optional(),
        status: DeliveryStatus.optional(),
        limit: wholeNumber(1, 500).default(50),
        cursor: z.string().optional(),
      }),
      reply: z.array(Delivery),
      list: 'cursor',
    },
    ({ services, query: { limit, cursor, ...filter } }) => {
      const after = cursor === undefined ? undefined : fromDeliveryCursor(cursor);
      const { rows, next, ...counted } = services.deliveries.page(filter, limit, after);
      const next_cursor = next && toDeliveryCursor(next);
      return { data: rows.map(toDelivery), meta: { ...counted, limit, next_cursor } };
    },
  ),
];
