import { parseUrl } from '../contract/web/parse-url.js';

/** Where an emulator is: its URL without path and login, and the login that stood in it as `user:pass`. */
export interface EmulatorUrl {
  url: string;
  login: string | null;
}

/**
 * Reads the URL of an emulator as people write it: a missing scheme is http; a path of its API (`/v2`) or
 * control API, a trailing slash, a query and a fragment are dropped. Any other path is that of a proxy, and stays. Throws where the text is
 * no web address.
 */
export function parseEmulatorUrl(given: unknown): EmulatorUrl {
  const text = textOf(given)?.trim() ?? null;
  const whole = text === null || /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  // A number alone is the address of a host to a URL, and a port to people; a scheme without its slashes would be a host.
  const isUrl = whole !== null && !/^(?:\d+$|https?:(?!\/\/))/i.test(text ?? '');
  const parsed = isUrl ? parseUrl(whole) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    const got = text === null ? String(given) : JSON.stringify(text);
    throw new TypeError(`url: expected a URL such as http://localhost:8025, got ${got}`);
  }
  const path = parsed.pathname.replace(/\/(?:v2|_emulator)(?:\/.*)?$/, '').replace(/\/+$/, '');
  return { url: `${parsed.origin}${path}`, login: loginOf(parsed) };
}

/** A URL as text, be it a text or a `URL` of any library; null for anything else. */
function textOf(given: unknown): string | null {
  if (typeof given === 'string') return given;
  const href = typeof given === 'object' && given !== null && 'href' in given ? given.href : null;
  return typeof href === 'string' ? href : null;
}

const loginOf = ({ username, password }: URL): string | null =>
  username === '' ? null : `${decode(username)}:${decode(password)}`;

/** A `%` that begins no escape stands for itself. */
const decode = (text: string): string => decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));

/** The host of a URL without a port and, for IPv6, without brackets: as sockets and SMTP clients take it. */
export const bareHost = (url: string): string => new URL(url).hostname.replace(/^\[(.+)\]$/, '$1');
