import type { IncomingMessage } from 'node:http';
import { AppError } from '../contract/errors.js';
import { isOwnHostname, parseOrigin, urlOfHost } from '../contract/web/web-origin.js';

export interface GuardSettings {
  /** Further names allowed in a `Host` header. */
  allowedHosts: readonly string[];
  /** Further pages that may call `/v2`. */
  allowedOrigins: readonly string[];
  /** What `--public-url` has; the pages under it are ours, though a proxy took the call. Null where it is not set. */
  publicUrl: string | null;
  /** `USER:PASS` for the UI and the control API; null for none. */
  uiAuth: string | null;
}

type Head = Pick<IncomingMessage, 'headers' | 'httpVersion' | 'method'>;

function isOwnHost(request: Head, allowed: readonly string[]): boolean {
  const { headers, httpVersion } = request;
  // HTTP/1.0 knows no Host, and no browser speaks it.
  if (headers.host === undefined) return httpVersion === '1.0';
  const hostname = urlOfHost(headers.host)?.hostname;
  if (hostname === undefined) return false;
  const name = hostname.replace(/\.$/, '');
  return isOwnHostname(hostname) || allowed.some((known) => known.toLowerCase() === name);
}

/** Whether a page is one of this server: same scheme, host and port, which a TLS proxy has changed to those of `--public-url`. */
function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string | null): boolean {
  const page = parseOrigin(origin);
  if (!page) return false;
  const own = host === undefined ? undefined : urlOfHost(host)?.origin;
  return page.text === own || (publicUrl !== null && page.text === new URL(publicUrl).origin);
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Throws a 403 unless the `Host` is one of ours; that there is but one is known already. */
export function requireOwnHost(request: Head, { allowedHosts }: GuardSettings): void {
  if (isOwnHost(request, allowedHosts)) return;
  const { host = '' } = request.headers;
  throw new AppError('INSUFFICIENT_PERMISSIONS', 'This host name is not allowed', {
    field: 'Host',
    issue: `Expected an IP, localhost, a name without a dot, or one given with --allowed-host; got "${host.slice(0, 300)}"`,
  });
}

/** Throws a 403 for a page of another origin that wants to change something (`always`: also to read). */
export function requireOwnOrigin(
  { headers, method }: Head,
  { publicUrl }: GuardSettings,
  { always = false } = {},
): void {
  const { origin, host } = headers;
  if (origin === undefined || isOwnOrigin(origin, host, publicUrl)) return;
  if (!always && safeMethods.has(method ?? 'GET')) return;
  throw new AppError('INSUFFICIENT_PERMISSIONS', 'Pages of other origins may not do this', {
    field: 'Origin',
    issue: `Expected no Origin or that of this server (scheme, host and port); got "${origin.slice(0, 200)}"`,
  });
}

/** Throws a 401 unless a request has the HTTP basic auth that the settings ask for. */
export function requireUiAuth({ headers }: Head, { uiAuth }: GuardSettings): void {
  if (uiAuth === null) return;
  const given = /^Basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (given !== undefined && Buffer.from(given, 'base64').toString('utf8') === uiAuth) return;
  throw new AppError('AUTHENTICATION_FAILED', 'The UI and the control API ask for --ui-auth', {
    field: 'Authorization',
    issue: 'Expected HTTP basic auth',
  });
}
