import { hash, randomBytes } from 'node:crypto';

/** Random text that cannot be guessed: ids, secrets, tokens. */
export interface Random {
  /** `length` characters of [0-9a-z]. */
  base36(length: number): string;
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string;
}

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';
// The largest multiple of 36 in a byte: bytes above it would favour the first letters.
const fair = 252;

// A page of random bytes serves hundreds of ids with one system call.
const page = 4096;
let pool = Buffer.alloc(0);
let used = 0;
function nextByte(): number {
  if (used === pool.length) {
    pool = randomBytes(page);
    used = 0;
  }
  return pool[used++] ?? 0;
}

export const systemRandom: Random = {
  base36(length) {
    let text = '';
    while (text.length < length) {
      const byte = nextByte();
      if (byte < fair) text += alphabet[byte % 36];
    }
    return text;
  },
  hex: (bytes) => randomBytes(bytes).toString('hex'),
};

/**
 * A number in [0, 1) that depends on its inputs alone. Every simulated choice is drawn from it, so that the same recipients
 * do the same whatever the order of work and the ids are.
 */
export function hashFraction(...inputs: readonly (string | number)[]): number {
  const digest = hash('sha256', inputs.join('\u0000'), 'hex');
  return Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48;
}

/**
 * 128 bits of SHA-256 over the secret and the inputs, in base64url: unguessable without the secret, short enough for a link.
 * Half of the digest stays unknown, so that the hash cannot be extended (length extension); it costs a tenth of an HMAC.
 */
export const macOf = (secret: string, ...inputs: readonly string[]): string =>
  hash('sha256', [secret, ...inputs].join('\u0000'), 'base64url').slice(0, 22);
