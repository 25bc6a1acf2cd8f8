import crypto from 'node:crypto';

/** As the Maildrone API reference prints it. */
export function verifyWebhookSignature(payload: string, signature: string | undefined, secret: string) {
  const expectedSignature = crypto.createHmac('sha256', secret).update(payload, 'utf8').digest('hex');
  return signature === `sha256=${expectedSignature}`;
}
