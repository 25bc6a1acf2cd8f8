import { createHmac, timingSafeEqual } from 'node:crypto';
import express from 'express';

const secret = process.env.MAILDRONE_WEBHOOK_SECRET ?? '';

function isSigned(body, signature = '') {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

const app = express();

// express.raw, not express.json, and before any app.use(express.json()): the signature is over the raw bytes
app.post('/webhooks/maildrone', express.raw({ type: 'application/json' }), (request, response) => {
  if (!isSigned(request.body, request.get('X-Maildrone-Signature'))) {
    response.status(401).send('wrong signature');
    return;
  }
  const event = JSON.parse(request.body.toString('utf8'));
  console.log(event.type, event.data.email); // may come twice: remember event.id
  response.sendStatus(204);
});

export const server = app.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
