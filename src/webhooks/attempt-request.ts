import { nextNumber } from '../contract/delivery.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import { credentialsOf, shownUrl } from '../contract/web/endpoint-url.js';
import { version } from '../contract/version.js';
import type { FaultMark, WebhookRecord } from '../contract/webhook.js';
import { corrupted, truncated } from '../core/webhooks/faults.js';
import { signatureOf } from '../contract/web/signature.js';
import type { deliveryHeaders } from '../contract/web/signature-header.js';
import type { Post } from './connection.js';

/** What an attempt takes of an endpoint and of a delivery. */
export type AttemptTarget = Pick<WebhookRecord, 'id' | 'url' | 'secret' | 'previous_secret'>;
export type AttemptedDelivery = Pick<DeliveryRecord, 'id' | 'event_type' | 'body' | 'attempts'>;

export interface AttemptInput {
  webhook: AttemptTarget;
  delivery: AttemptedDelivery;
  faults: readonly FaultMark[];
  now: number;
  /** `X-Maildrone-Signature` unless the settings name another. */
  signatureHeader: string;
}

type Headers = Record<string, string>;

/** The headers of an attempt as the log shows them: credentials hidden. */
export function headersOf({ webhook, delivery, faults, now, signatureHeader }: AttemptInput): Headers {
  const sign = (secret: string): string => {
    const signature = signatureOf(secret, delivery.body);
    return faults.includes('corrupt_signature') ? corrupted(signature) : signature;
  };
  const previous = webhook.previous_secret;
  const facts: Record<keyof typeof deliveryHeaders, string> = {
    'X-Maildrone-Event': delivery.event_type,
    'X-Maildrone-Delivery': delivery.id,
    'X-Maildrone-Attempt': String(nextNumber(delivery)),
    'X-Maildrone-Timestamp': String(Math.floor(now / 1000)),
  };
  const headers: Headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': `Maildrone-Webhooks/2.0 (emulator/${version})`,
    [signatureHeader]: sign(webhook.secret),
    ...facts,
  };
  if (previous && now < previous.until) {
    headers[`${signatureHeader}-Previous`] = sign(previous.secret);
  }
  if (shownUrl(webhook.url) !== webhook.url) headers['Authorization'] = 'Basic [redacted]';
  return headers;
}

/** The credentials of an endpoint's URL as HTTP Basic auth (RFC 7617), in UTF-8. */
function authorizationOf(url: URL): Headers {
  const credentials = credentialsOf(url);
  if (!credentials) return {};
  const pair = Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8');
  return { Authorization: `Basic ${pair.toString('base64')}` };
}

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
const printable = /^[\x20-\x7e]*$/;

/** Throws where a header could break the request (RFC 9110 5.1, 5.5), whichever way its name or value came. */
function requireSafe(headers: Headers): void {
  const names = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const folded = name.toLowerCase();
    if (!token.test(name)) throw new Error(`Expected the name of a header, got ${JSON.stringify(name)}`);
    if (!printable.test(value))
      throw new Error(`Expected printable ASCII in the header ${JSON.stringify(name)}`);
    if (names.has(folded)) throw new Error(`Expected the header ${JSON.stringify(name)} once`);
    names.add(folded);
  }
}

/** The request of an attempt, ready to be sent. Throws where its URL or a header cannot be used. */
export function postOf(input: AttemptInput, shownHeaders: Headers): Post {
  const { webhook, delivery, faults } = input;
  const url = new URL(webhook.url);
  const headers = { ...shownHeaders, ...authorizationOf(url) };
  requireSafe(headers);
  return { url, headers, body: faults.includes('truncate_body') ? truncated(delivery.body) : delivery.body };
}
