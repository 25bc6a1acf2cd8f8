const crypto = require('crypto');

/** As the Maildrone API reference prints it. */
function verifyWebhookSignature(payload, signature, secret) {
  const expectedSignature = crypto.createHmac('sha256', secret).update(payload, 'utf8').digest('hex');
  return signature === `sha256=${expectedSignature}`;
}

module.exports = { verifyWebhookSignature };
