import { createHmac, hash, randomBytes } from 'node:crypto';
import { customAlphabet } from 'nanoid';

/** Random text that cannot be guessed: ids, secrets, tokens. */
export interface Random {
  /** `length` characters of [0-9a-z]. */
  base36(length: number): string;
  /** `bytes` random bytes as lower-case hex. */
  hex(bytes: number): string;
}

const base36 = customAlphabet('0123456789abcdefghijklmnopqrstuvwxyz');

export const systemRandom: Random = {
  base36: (length) => base36(length),
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

/** One of a list, by a number in [0, 1). */
export const pick = <T>(list: readonly T[], fraction: number): T =>
  list[Math.floor(fraction * list.length)] as T;

/** 128 bits of HMAC-SHA256 over the inputs, in base64url: unguessable without the secret, short enough for a link. */
export const macOf = (secret: string, ...inputs: readonly string[]): string =>
  createHmac('sha256', secret).update(inputs.join('\u0000')).digest('base64url').slice(0, 22);
