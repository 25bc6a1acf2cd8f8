import { parseUrl } from './parse-url.js';

/** A host with or without a port, which may be empty (RFC 3986 3.2.3): an IPv6 address in brackets, or ASCII labels. */
const hostAndPort = /^(?:\[[0-9a-f:.]+\]|[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?)(?::(?:[1-9]\d{0,4})?)?$/i;
const mostCharacters = 260;

/** A parsed origin: its canonical text, and the name of its host in lower case. */
export interface WebOrigin {
  /** `https://app.example.com`, without the port that the scheme has anyway. */
  text: string;
  scheme: string;
  hostname: string;
}

/**
 * What a URL of the scheme makes of a host and port; null for what no URL can have there. The pattern comes first: the parser
 * of URLs takes user names, paths and dots of other scripts, none of which a `Host` header has (RFC 9110 7.2).
 */
export function urlOfHost(text: string, scheme: 'http' | 'https' = 'http'): URL | null {
  if (text.length > mostCharacters || !hostAndPort.test(text)) return null;
  return parseUrl(`${scheme}://${text}`);
}

/**
 * An `Origin` header (RFC 6454 6.2). Null for `null`, for several, and for all that has more than scheme, host and port; a
 * browser writes no empty port.
 */
export function parseOrigin(text: string): WebOrigin | null {
  const [, given = '', host = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.+)$/i.exec(text) ?? [];
  const scheme = given.toLowerCase();
  const url = host.endsWith(':') ? null : urlOfHost(host, scheme === 'https' ? 'https' : 'http');
  if (!url) return null;
  const isWeb = scheme === 'http' || scheme === 'https';
  return {
    text: isWeb ? url.origin : `${scheme}://${host.toLowerCase()}`,
    scheme,
    hostname: url.hostname,
  };
}

/** Whether the host of a URL is an IP address: the parser has made every spelling of IPv4 a dotted one. */
const isAddress = (hostname: string): boolean => hostname.startsWith('[') || /^[\d.]+$/.test(hostname);

const isLocalhost = (hostname: string): boolean => /(?:^|\.)localhost\.?$/.test(hostname);

/** 127.0.0.0/8, ::1, the first mapped into IPv6, and `localhost` with all below it (RFC 6761 6.3). */
const isLoopback = (hostname: string): boolean =>
  isLocalhost(hostname) || /^127\.[\d.]+$|^\[::(?:1|ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4})\]$/.test(hostname);

/**
 * Names that cannot be another's domain pointed at this machine (DNS rebinding): IPs, localhost, names without a dot
 * (services of a Docker network), and the host of a container.
 */
export const isOwnHostname = (hostname: string): boolean =>
  isAddress(hostname) ||
  isLocalhost(hostname) ||
  /^host\.docker\.internal\.?$/.test(hostname) ||
  !hostname.includes('.');

/** Whether a page comes from this machine or from a service of a Docker network. */
export const isNearbyOrigin = ({ scheme, hostname }: WebOrigin): boolean =>
  /^https?$/.test(scheme) && (isLoopback(hostname) || (!isAddress(hostname) && !hostname.includes('.')));
