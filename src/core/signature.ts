import { createHmac, timingSafeEqual } from 'node:crypto';

/** `sha256=` and the lower-case hex of HMAC-SHA256 over the body, keyed with the secret as UTF-8 (reference, "Webhooks"). */
export const signatureOf = (secret: string, body: string | Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export interface Verdict {
  valid: boolean;
  reason: string;
}

export interface Claim {
  payload: string;
  signature: string;
  secret: string;
  /** The secret before the last rotation, where one is still honoured. */
  previousSecret?: string | null;
}

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

const refuse = (reason: string): Verdict => ({ valid: false, reason });

/** Says whether a signature is right and, where it is not, what most likely went wrong. */
export function verifySignature({ payload, signature, secret, previousSecret }: Claim): Verdict {
  const expected = signatureOf(secret, payload);
  if (equal(signature, expected))
    return { valid: true, reason: 'The signature matches the payload and the secret.' };
  if (previousSecret && equal(signature, signatureOf(previousSecret, payload))) {
    return refuse('The signature was made with the previous secret of this endpoint.');
  }
  const trimmed = signature.trim();
  if (trimmed === '') return refuse('The signature is empty.');
  if (trimmed.includes(','))
    return refuse('The signature holds several values; expected one sha256=… value.');
  if (/^[0-9a-f]{64}$/i.test(trimmed)) return refuse('The prefix "sha256=" is missing.');
  const value = /^sha256=(.*)$/s.exec(trimmed)?.[1];
  if (value === undefined) return refuse('Expected "sha256=" followed by 64 hexadecimal characters.');
  if (!/^[0-9a-f]{64}$/i.test(value)) {
    return refuse(`Expected 64 hexadecimal characters after "sha256="; got ${value.length} characters.`);
  }
  if (equal(trimmed.toLowerCase(), expected)) {
    return refuse(
      trimmed === signature
        ? 'The hex is in upper case; expected lower case.'
        : 'There is white space around the signature.',
    );
  }
  return refuse(
    reserializedReason(payload, trimmed, secret) ?? 'The secret is another one, or the payload was changed.',
  );
}

/** Whether the signature fits the payload as it may have been before someone parsed and rewrote it. */
function reserializedReason(payload: string, signature: string, secret: string): string | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload);
  } catch {
    return null;
  }
  const compact = JSON.stringify(parsed);
  const variants = [
    compact,
    JSON.stringify(parsed, null, 2),
    payload.trim(),
    payload.replace(/\r\n/g, '\n'),
    `${payload}\n`,
  ];
  if (!variants.some((variant) => equal(signature, signatureOf(secret, variant)))) return null;
  return 'The payload is not the body as it was received: it was parsed and serialised again, or its white space changed. Sign the raw bytes.';
}
