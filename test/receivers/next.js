// app/api/webhooks/maildrone/route.js
import { createHmac, timingSafeEqual } from 'node:crypto';

const secret = process.env.MAILDRONE_WEBHOOK_SECRET ?? '';

function isSigned(body, signature) {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature ?? '');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

export async function POST(request) {
  const body = await request.text(); // not request.json(): the signature is over the raw bytes

  if (!isSigned(body, request.headers.get('x-maildrone-signature'))) {
    return new Response('wrong signature', { status: 401 });
  }
  const event = JSON.parse(body);
  console.log(event.type, event.data.email); // may come twice: remember event.id
  return new Response(null, { status: 204 });
}
