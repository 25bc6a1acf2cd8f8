import { createHmac, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';

const secret = process.env.MAILDRONE_WEBHOOK_SECRET ?? '';

function isSigned(body, signature = '') {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const app = Fastify();

app.register(async (webhooks) => {
  // in this scope alone: keep the raw bytes, the signature is over them
  webhooks.removeContentTypeParser('application/json');
  webhooks.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });

  webhooks.post('/webhooks/maildrone', async (request, reply) => {
    if (!isSigned(request.body, request.headers['x-maildrone-signature'])) {
      return reply.code(401).send('wrong signature');
    }
    const event = JSON.parse(request.body.toString('utf8'));
    console.log(event.type, event.data.email); // may come twice: remember event.id
    return reply.code(204).send();
  });
});

await app.listen({ port: Number(process.env.PORT ?? 3000) });
export const server = app.server;
