import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { AppError } from '../contract/errors.js';

export interface GuardSettings {
  /** Further names allowed in a `Host` header. */
  allowedHosts: readonly string[];
  /** `USER:PASS` for the UI and the control API; null for none. */
  uiAuth: string | null;
}

/** `[::1]:8025` → `::1`, `localhost:8025` → `localhost`. */
const hostName = (host: string): string => {
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  return (bracketed ?? host.replace(/:\d*$/, '')).toLowerCase().replace(/\.$/, '');
};

/**
 * Names that cannot be another's domain pointed at this machine (DNS rebinding): IPs, localhost, names without a dot
 * (services of a Docker network), and what the user allowed.
 */
function isOwnHost(host: string | undefined, allowed: readonly string[]): boolean {
  if (host === undefined) return false;
  const name = hostName(host);
  if (name === '') return false;
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true;
  if (name === 'host.docker.internal' || allowed.some((known) => known.toLowerCase() === name)) return true;
  return !name.includes('.');
}

const isSameOrigin = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && host !== undefined && new URL(origin).host === host.toLowerCase();

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Throws a 403 unless the `Host` is one of ours. */
export function requireOwnHost({ headers }: IncomingMessage, { allowedHosts }: GuardSettings): void {
  if (isOwnHost(headers.host, allowedHosts)) return;
  throw new AppError('INSUFFICIENT_PERMISSIONS', 'This host name is not allowed', {
    field: 'Host',
    issue: `Expected an IP, localhost, a name without a dot, or one given with --allowed-host; got "${headers.host ?? ''}"`,
  });
}

/** Throws a 403 for a page of another origin that wants to change something (`always`: also to read). */
export function requireOwnOrigin({ headers, method }: IncomingMessage, always = false): void {
  const { origin, host } = headers;
  if (origin === undefined || isSameOrigin(origin, host)) return;
  if (!always && safeMethods.has(method ?? 'GET')) return;
  throw new AppError('INSUFFICIENT_PERMISSIONS', 'Pages of other origins may not do this', {
    field: 'Origin',
    issue: `Expected no Origin or that of this server; got "${origin.slice(0, 200)}"`,
  });
}

/** HTTP basic auth; true where none is asked for. */
export function hasUiAuth({ headers }: IncomingMessage, { uiAuth }: GuardSettings): boolean {
  if (uiAuth === null) return true;
  const given = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return given !== undefined && Buffer.from(given, 'base64').toString('utf8') === uiAuth;
}
