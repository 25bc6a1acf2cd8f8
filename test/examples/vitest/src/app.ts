import express from 'express';
import { createMaildrone } from './maildrone.js';
import type { MaildroneAccess } from './maildrone.js';
import { verifyWebhookSignature } from './verify-webhook-signature.js';

export interface Config extends MaildroneAccess {
  webhookSecret: string;
}

export const configFrom = (env: NodeJS.ProcessEnv): Config => ({
  baseUrl: env['MAILDRONE_BASE_URL'] ?? 'https://api.maildrone.com/v2',
  apiKey: env['MAILDRONE_API_KEY'] ?? '',
  webhookSecret: env['MAILDRONE_WEBHOOK_SECRET'] ?? '',
});

/** A newsletter: readers sign up, issues go out, and who leaves is no longer a reader. */
export function createApp({ webhookSecret, ...access }: Config) {
  const maildrone = createMaildrone(access);
  const readers = new Set<string>();
  const app = express();

  app.post('/sign-up', express.json(), async (request, response) => {
    const { email, name } = request.body as { email: string; name: string };
    const contact = { email, first_name: name, tags: ['newsletter'], send_welcome: true };
    await maildrone('POST', '/contacts', contact);
    readers.add(email);
    response.sendStatus(201);
  });

  app.get('/readers', (_request, response) => {
    response.json([...readers]);
  });

  app.post('/issues', express.json(), async (request, response) => {
    const { number, story } = request.body as { number: number; story: string };
    const { id } = await maildrone<{ id: string }>('POST', '/campaigns', {
      name: `Issue ${number}`,
      subject: `{{first_name}}, issue ${number} is here`,
      from_email: 'letters@example.com',
      content: { html: `<p>${story}</p><p><a href="{{unsubscribe_url}}">Unsubscribe</a></p>` },
      recipients: { type: 'tags', tags: ['newsletter'] },
    });
    await maildrone('POST', `/campaigns/${id}/send`);
    response.status(202).json({ campaign: id });
  });

  // Text, not JSON: the signature is over the raw body.
  app.post('/webhooks/maildrone', express.text({ type: 'application/json' }), (request, response) => {
    const body = request.body as string;
    if (!verifyWebhookSignature(body, request.get('X-Maildrone-Signature'), webhookSecret)) {
      response.sendStatus(401);
      return;
    }
    const { type, data } = JSON.parse(body) as { type: string; data: { email: string } };
    if (type === 'email.unsubscribed') readers.delete(data.email);
    response.sendStatus(204);
  });

  return app;
}
