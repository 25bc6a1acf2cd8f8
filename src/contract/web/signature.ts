import { createHmac, timingSafeEqual } from 'node:crypto';
import { parseJsonText } from '../json/json-text.js';
import { countWords } from '../text/count-words.js';

/** `sha256=` and the lower-case hex of HMAC-SHA256 over the body, keyed with the secret as UTF-8 (reference, "Webhooks"). */
export const signatureOf = (secret: string | Buffer, body: string | Buffer): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

export interface Verdict {
  valid: boolean;
  reason: string;
}

export interface Claim {
  payload: string;
  signature: string;
  secret: string;
  /** The secret before the last rotation, where one is known. */
  previousSecret?: string | null;
  /** What was really sent of the event that the payload names, where that is known. */
  sentBody?: string | null;
}

function equal(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

const refuse = (reason: string): Verdict => ({ valid: false, reason });

/** Says whether a signature is right and, where it is not, what most likely went wrong. */
export function verifySignature(claim: Claim): Verdict {
  const { payload, signature, secret } = claim;
  if (equal(signature, signatureOf(secret, payload)))
    return { valid: true, reason: 'The signature matches the payload and the secret.' };
  const reason =
    formReason(claim) ?? previousReason(claim) ?? secretReason(claim) ?? bodyReason(claim) ?? null;
  return refuse(
    reason ??
      'The secret is another one, or the payload was changed: no form of either that we know makes this signature.',
  );
}

/** What is wrong with how the signature is written; null when it is `sha256=` and 64 lower-case hex. */
function formReason({ payload, signature, secret }: Claim): string | null {
  const trimmed = signature.trim();
  const expected = signatureOf(secret, payload);
  const verdict = (right: boolean) => (right ? 'the rest is right' : 'and the value does not match either');
  if (trimmed === '') return 'The signature is empty: is the header name right?';
  if (/^t=\d+,/.test(trimmed))
    return 'This is the form of another service (t=…,v1=…); expected "sha256=" and 64 hexadecimal characters.';
  if (trimmed.includes(',')) return severalReason(trimmed, expected);
  if (/^[0-9a-f]{64}$/i.test(trimmed)) {
    return `The prefix "sha256=" is missing; ${verdict(equal(`sha256=${trimmed.toLowerCase()}`, expected))}.`;
  }
  const [, name = '', value = ''] = /^([\w-]+)=(.*)$/s.exec(trimmed) ?? [];
  if (name === '') return 'Expected "sha256=" followed by 64 hexadecimal characters.';
  if (name !== 'sha256') return `The prefix is "${name.slice(0, 20)}="; expected "sha256=" in lower case.`;
  if (!/^[0-9a-f]{64}$/i.test(value)) return valueReason(value, expected);
  if (value !== value.toLowerCase()) {
    return `The hex is in upper case; expected lower case; ${verdict(equal(trimmed.toLowerCase(), expected))}.`;
  }
  if (trimmed !== signature) {
    return `There is white space around the signature; ${verdict(equal(trimmed, expected))}.`;
  }
  return null;
}

function severalReason(signature: string, expected: string): string {
  const values = signature.split(',').map((value) => value.trim());
  const right = values.findIndex((value) => equal(value, expected));
  const which = right < 0 ? 'none of them matches' : `number ${right + 1} of them matches`;
  return `The signature holds several values (${values.length}); expected one: ${which}. Two headers of one name are joined like this.`;
}

function valueReason(value: string, expected: string): string {
  const base64 = Buffer.from(expected.slice('sha256='.length), 'hex').toString('base64');
  const bare = (text: string) => text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (bare(value) === bare(base64)) return 'The value is right but in base64; expected hexadecimal.';
  return `Expected 64 hexadecimal characters after "sha256="; got ${countWords(value.length, 'character')}.`;
}

function previousReason({ payload, signature, previousSecret }: Claim): string | null {
  if (!previousSecret || !equal(signature, signatureOf(previousSecret, payload))) return null;
  return 'The signature was made with the previous secret of this endpoint: it was rotated since.';
}

/** Slips in how a secret is carried, from copying it to decoding it. */
function secretReason({ payload, signature, secret }: Claim): string | null {
  const bare = secret.replace(/^whsec_/, '');
  const slips: [string | Buffer, string][] = [
    [secret.trim(), 'The secret has white space around it (a line end from a file?).'],
    [secret.trim().replace(/^(["'])(.*)\1$/, '$2'), 'The secret has quotes around it.'],
    [`whsec_${secret}`, 'The secret lacks its "whsec_", which is part of it.'],
    [bare, 'The signature was made without the "whsec_" of the secret, which is part of it.'],
    [
      Buffer.from(bare, 'base64'),
      'The signature was made with the secret decoded from base64; it is used as it stands.',
    ],
  ];
  const found = slips.find(([key]) => equal(signature, signatureOf(key, payload)));
  return found?.[1] ?? null;
}

/** Whether the signature fits the payload as it was before someone parsed and rewrote it. */
function bodyReason({ payload, signature, secret, sentBody }: Claim): string | null {
  const fits = (body: string) => equal(signature, signatureOf(secret, body));
  if (sentBody && fits(sentBody)) {
    return `${rewritten} What was sent differs first at character ${differsAt(payload, sentBody)}: ${excerpts(payload, sentBody)}.`;
  }
  if (variantsOf(payload).some(fits)) return rewritten;
  if (sentBody !== null && sentBody === payload)
    return 'The payload is what was sent, so the secret is another one.';
  return null;
}

const rewritten =
  'The payload is not the body as it was received: it was parsed and serialised again, or its white space changed. Verify the raw bytes.';

function differsAt(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

function excerpts(payload: string, sent: string): string {
  const at = Math.max(0, differsAt(payload, sent) - 10);
  return `sent ${JSON.stringify(sent.slice(at, at + 30))}, got ${JSON.stringify(payload.slice(at, at + 30))}`;
}

/** The forms that a body may have had. */
function variantsOf(payload: string): string[] {
  const spaces = [payload.trim(), payload.replace(/\r\n/g, '\n'), payload.replace(/^\uFEFF/, '')];
  try {
    const parsed: unknown = parseJsonText(payload);
    return [
      ...spaces,
      JSON.stringify(parsed),
      JSON.stringify(parsed, null, 2),
      JSON.stringify(parsed, null, 4),
    ];
  } catch {
    return spaces;
  }
}
