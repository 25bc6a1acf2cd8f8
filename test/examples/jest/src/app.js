const express = require('express');
const { maildrone } = require('./maildrone');
const { verifyWebhookSignature } = require('./verify-webhook-signature');

/** A shop: customers register, a sale is announced on its day, and who is interested gets a tag. */
function createApp() {
  const app = express();

  app.post('/customers', express.json(), async ({ body }, response) => {
    const { id } = await maildrone('POST', '/contacts', { ...body, tags: ['customer'] });
    response.status(201).json({ id });
  });

  app.post('/sales', express.json(), async ({ body }, response) => {
    const { id } = await maildrone('POST', '/campaigns', {
      name: `Sale of ${body.what}`,
      subject: `{{first_name}}, ${body.what} for less`,
      from_email: 'shop@example.com',
      content: { html: `<p>Only today: <a href="https://shop.example/sale">${body.what}</a>.</p>` },
      recipients: { type: 'tags', tags: ['customer'] },
      send_time: body.opens,
    });
    response.status(201).json({ id });
  });

  // Text, not JSON: the signature is over the raw body.
  app.post('/webhooks/maildrone', express.text({ type: 'application/json' }), async (request, response) => {
    const signature = request.get('X-Maildrone-Signature');
    if (!verifyWebhookSignature(request.body, signature, process.env.MAILDRONE_WEBHOOK_SECRET)) {
      return response.sendStatus(401);
    }
    const { type, data } = JSON.parse(request.body);
    if (type === 'email.clicked') {
      await maildrone('PUT', `/contacts/${data.contact_id}`, { tags: ['customer', 'interested'] });
    }
    response.sendStatus(204);
  });

  return app;
}

module.exports = { createApp };
