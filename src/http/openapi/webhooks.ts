import { LogEvent, WebhookEventType, webhookEventTypes } from '../../contract/event.js';
import { deliveryHeaders } from '../../contract/web/signature-header.js';
import { toIso } from '../../contract/time.js';
import { exampleEvent } from '../../core/webhooks/example-event.js';
import type { SchemaBook } from './schemas.js';

const header = (name: string, description: string) => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** An example event as an endpoint gets it; the same one that a test delivery has. */
function exampleOf(type: WebhookEventType) {
  const { created_at, ...event } = exampleEvent({
    type,
    at: exampleTime,
    newId: (prefix) => `${prefix}_1a2b3c4d`,
  });
  return { ...event, created_at: toIso(created_at) };
}
const exampleTime = Date.parse('2024-03-25T10:00:02Z');

/** The six documented webhooks, as they are posted to an endpoint. */
export function documentWebhooks(book: SchemaBook): Record<string, unknown> {
  const WebhookEvent = LogEvent.omit({ seq: true })
    .extend({ type: WebhookEventType })
    .meta({ id: 'WebhookEvent' });
  const schema = book.write(WebhookEvent, 'answer');
  const parameters = [
    header('X-Maildrone-Signature', '`sha256=` and the HMAC-SHA256 of the raw body under the secret, in hex'),
    ...Object.entries(deliveryHeaders).map(([name, description]) => header(name, description)),
  ];
  const hookOf = (type: WebhookEventType) => ({
    post: {
      operationId: `on${type.replace('email.', 'Email_').replace(/_(\w)/, (_, first: string) => first.toUpperCase())}`,
      summary: `Posted to the endpoints that subscribe to ${type}`,
      tags: ['Webhooks'],
      parameters,
      security: [],
      requestBody: { content: { 'application/json': { schema, example: exampleOf(type) } } },
      responses: {
        '2XX': { description: 'Received' },
        '4XX': { description: 'Tried again later; 410 disables the endpoint' },
        '5XX': { description: 'Tried again later' },
      },
    },
  });
  return Object.fromEntries(webhookEventTypes.map((type) => [type, hookOf(type)]));
}
