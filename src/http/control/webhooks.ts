import * as z from 'zod';
import { Delivery, toDelivery } from '../../contract/delivery.js';
import { WebhookEventType } from '../../contract/event.js';
import { requiredLine } from '../../contract/fields.js';
import { toWebhook, Webhook, WebhookInput, WebhookPatch } from '../../contract/webhook.js';
import type { WebhookRecord } from '../../contract/webhook.js';
import { invalidField } from '../../contract/errors.js';
import { waitForAttempt } from '../../core/webhooks/wait-for-deliveries.js';
import { deleted, deletedReply } from '../routing/deleted.js';
import { read, write } from './control-route.js';
import { attemptTimeout } from './deliveries.js';

const CreatedWebhook = Webhook.extend({ secret: z.string() });
const withSecret = (webhook: WebhookRecord) => ({ ...toWebhook(webhook), secret: webhook.secret });

export const webhookRoutes = [
  read(
    { path: '/webhooks', summary: 'All endpoints, newest first', reply: z.array(Webhook) },
    ({ services }) => ({
      data: services.webhooks.list().map(toWebhook),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/webhooks',
      summary: 'Add an endpoint; its secret is shown this once',
      body: WebhookInput,
      reply: CreatedWebhook,
      status: 201,
    },
    ({ services, body }) => ({ data: withSecret(services.webhooks.create(body)) }),
  ),
  write(
    {
      method: 'POST',
      path: '/webhooks/verify',
      summary: 'Say whether a signature is right and, if not, why',
      body: z.strictObject({
        payload: z.string(),
        signature: z.string(),
        /** Needed unless `webhook` names an endpoint, whose secret is meant then. */
        secret: z.string().optional(),
        webhook: z.string().max(100).optional(),
      }),
      reply: z.object({ valid: z.boolean(), reason: z.string() }),
    },
    ({ services, body }) => {
      if (body.secret === undefined && body.webhook === undefined) {
        throw invalidField('secret', 'Expected the secret, or the id of an endpoint in webhook');
      }
      return { data: services.deliveries.verify(body) };
    },
  ),
  read({ path: '/webhooks/{id}', summary: 'An endpoint', reply: Webhook }, ({ services, params }) => ({
    data: toWebhook(services.webhooks.get(params.id)),
  })),
  write(
    {
      method: 'PATCH',
      path: '/webhooks/{id}',
      summary: 'Change an endpoint',
      body: WebhookPatch,
      reply: Webhook,
    },
    ({ services, params, body }) => ({ data: toWebhook(services.webhooks.update(params.id, body)) }),
  ),
  write(
    {
      method: 'DELETE',
      path: '/webhooks/{id}',
      summary: 'Remove an endpoint and its deliveries',
      reply: deletedReply(z.string()),
    },
    async ({ services, params }) => {
      await services.webhooks.remove(params.id);
      return deleted(params.id);
    },
  ),
  write(
    {
      method: 'POST',
      path: '/webhooks/{id}/rotate',
      summary:
        'Give a new secret (made up unless given), shown this once; the old one signs a second header for 24 h',
      body: z.strictObject({ secret: requiredLine(200).nullish() }),
      bodyOptional: true,
      reply: CreatedWebhook,
    },
    ({ services, params, body }) => ({
      data: withSecret(services.webhooks.rotate(params.id, body.secret)),
    }),
  ),
  write(
    {
      method: 'POST',
      path: '/webhooks/{id}/test',
      summary: 'Send an example event, which is in no log; answers when it was attempted',
      body: z.strictObject({ event: WebhookEventType.optional(), timeout: attemptTimeout }),
      bodyOptional: true,
      reply: Delivery,
    },
    async ({ services, params, body, signal }) => {
      const { id } = services.webhooks.test(params.id, body.event);
      const wait = { id, number: 1, timeout: body.timeout, signal };
      return { data: toDelivery(await waitForAttempt(services, wait)) };
    },
  ),
];
