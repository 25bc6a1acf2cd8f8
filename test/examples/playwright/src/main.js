import { randomUUID } from 'node:crypto';
import express from 'express';
import nodemailer from 'nodemailer';
import { maildrone } from './maildrone.js';
import { checkInboxPage, joinPage, membersPage } from './pages.js';
import { verifyWebhookSignature } from './verify-webhook-signature.js';

/** A club: who joins confirms the address by a link, gets the news, and is gone when they unsubscribe. */
const app = express();
const mailer = nodemailer.createTransport(process.env.SMTP_URL);
const pending = new Map();
const members = new Set();

app.get('/', (_request, response) => response.send(joinPage()));
app.get('/members', (_request, response) => response.send(membersPage([...members])));

app.post('/join', express.urlencoded(), async ({ body: { email }, protocol, host }, response) => {
  const token = randomUUID();
  pending.set(token, email);
  const link = `${protocol}://${host}/confirm/${token}`;
  await mailer.sendMail({
    from: 'The club <club@example.com>',
    to: email,
    subject: 'Please confirm your address',
    html: `<p>Nearly there: <a href="${link}">confirm your address</a>.</p>`,
  });
  response.send(checkInboxPage());
});

app.get('/confirm/:token', async ({ params: { token } }, response) => {
  const email = pending.get(token);
  if (!email) return response.sendStatus(404);
  pending.delete(token);
  await maildrone('POST', '/contacts', { email, tags: ['member'] });
  members.add(email);
  response.redirect('/members');
});

app.post('/news', express.json(), async ({ body }, response) => {
  const { id } = await maildrone('POST', '/campaigns', {
    name: body.subject,
    subject: body.subject,
    from_email: 'club@example.com',
    content: { html: `<p>${body.text}</p><p><a href="{{unsubscribe_url}}">Unsubscribe</a></p>` },
    recipients: { type: 'tags', tags: ['member'] },
  });
  await maildrone('POST', `/campaigns/${id}/send`);
  response.sendStatus(202);
});

// Text, not JSON: the signature is over the raw body.
app.post('/webhooks/maildrone', express.text({ type: 'application/json' }), (request, response) => {
  const signature = request.get('X-Maildrone-Signature');
  if (!verifyWebhookSignature(request.body, signature, process.env.MAILDRONE_WEBHOOK_SECRET)) {
    return response.sendStatus(401);
  }
  const { type, data } = JSON.parse(request.body);
  if (type === 'email.unsubscribed') members.delete(data.email);
  response.sendStatus(204);
});

app.listen(process.env.PORT ?? 3000);
