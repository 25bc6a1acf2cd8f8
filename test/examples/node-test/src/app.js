import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createMaildrone } from './maildrone.js';
import { verifyWebhookSignature } from './verify-webhook-signature.js';

export const configFrom = (env) => ({
  baseUrl: env.MAILDRONE_BASE_URL ?? 'https://api.maildrone.com/v2',
  apiKey: env.MAILDRONE_API_KEY,
  webhookSecret: env.MAILDRONE_WEBHOOK_SECRET,
});

/** A course: pupils enrol, the day's lesson is sent to all, and addresses that bounce are put aside. */
export function createApp({ webhookSecret, ...access }) {
  const maildrone = createMaildrone(access);
  const unreachable = new Map();

  const routes = {
    async 'POST /enrol'(body) {
      const { email, name } = JSON.parse(body);
      await maildrone('POST', '/contacts', { email, first_name: name, tags: ['pupil'] });
      return 201;
    },

    async 'POST /lessons'(body) {
      const { title } = JSON.parse(body);
      const { id } = await maildrone('POST', '/campaigns', {
        name: `Lesson: ${title}`,
        subject: `Today: ${title}`,
        from_email: 'course@example.com',
        content: { text: `Good morning {{first_name}}, today: ${title}.` },
        recipients: { type: 'tags', tags: ['pupil'] },
      });
      await maildrone('POST', `/campaigns/${id}/send`);
      return 202;
    },

    async 'POST /webhooks/maildrone'(body, headers) {
      if (!verifyWebhookSignature(body, headers['x-maildrone-signature'], webhookSecret)) return 401;
      const { type, data } = JSON.parse(body);
      if (type === 'email.bounced') unreachable.set(data.email, data.bounce.diagnostic);
      return 204;
    },
  };

  const server = createServer(async (request, response) => {
    const route = routes[`${request.method} ${request.url}`];
    const status = route ? await route(await text(request), request.headers).catch(() => 502) : 404;
    response.writeHead(status).end();
  });
  return { server, unreachable };
}
