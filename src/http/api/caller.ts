import type { IncomingMessage } from 'node:http';
import { AppError } from '../../contract/errors.js';
import type { KeyRecord } from '../../contract/key.js';
import { digestOf } from '../../core/access/keys.js';
import type { Services } from '../../core/services.js';
import type { AnswerHeaders, Exchange } from '../routing/exchange.js';
import type { Route } from '../routing/route.js';

export interface Caller {
  services: Services;
  key: KeyRecord | null;
  /** What is wrong with the credentials; null when they are good. */
  fault: string | null;
}

export interface CallerDeps {
  findKey(digest: string): { services: Services; key: KeyRecord } | null;
  defaultServices(): Services;
}

/** Who calls, without judging yet: the order of checks puts unknown routes first. */
export function identify(request: IncomingMessage, { findKey, defaultServices }: CallerDeps): Caller {
  const unknown = (fault: string): Caller => ({ services: defaultServices(), key: null, fault });
  const header = request.headers.authorization;
  if (header === undefined) return unknown('Expected the header "Authorization: Bearer YOUR_API_KEY"');
  const token = /^Bearer +(\S+) *$/i.exec(header)?.[1];
  if (!token) {
    const bare = /^(?!bearer$)\S+$/i.test(header) ? ' (the word "Bearer" is missing)' : '';
    return unknown(`Expected "Bearer" and one API key${bare}`);
  }
  const found = findKey(digestOf(token));
  if (!found) return unknown('Expected an API key of this emulator; this one is unknown');
  const revoked = found.key.revoked_at !== null;
  return { ...found, fault: revoked ? 'Expected an API key that is not revoked' : null };
}

/** Says how to authenticate, as every 401 has to (RFC 9110 15.5.2). */
export function setChallenge(headers: AnswerHeaders): void {
  headers['WWW-Authenticate'] = 'Bearer realm="maildrone-emulator"';
}

export function requireKnownKey({ headers }: Pick<Exchange, 'headers'>, { fault }: Caller): void {
  if (fault === null) return;
  setChallenge(headers);
  throw new AppError('AUTHENTICATION_FAILED', 'Authentication failed', {
    field: 'Authorization',
    issue: fault,
  });
}

export function requirePermission({ key }: Caller, { permission }: Route): void {
  if (permission === null || key?.permissions.includes(permission)) return;
  throw new AppError('INSUFFICIENT_PERMISSIONS', `This key lacks the permission ${permission}`, {
    field: 'Authorization',
    issue: `Expected a key with ${permission}; this one has ${key?.permissions.join(', ') ?? 'none'}`,
  });
}
