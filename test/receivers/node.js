import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const secret = process.env.MAILDRONE_WEBHOOK_SECRET ?? '';

function isSigned(body, signature = '') {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks); // the raw bytes: verify before you parse

  if (!isSigned(body, request.headers['x-maildrone-signature'])) {
    response.writeHead(401).end('wrong signature');
    return;
  }
  const event = JSON.parse(body.toString('utf8'));
  console.log(event.type, event.data.email); // may come twice: remember event.id
  response.writeHead(204).end();
});

server.listen(Number(process.env.PORT ?? 3000), '127.0.0.1');
