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
export function parseEmulatorUrl(given: string): EmulatorUrl {
  const text = given.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const parsed = URL.canParse(whole) ? new URL(whole) : null;
  if (!parsed || !/^https?:$/.test(parsed.protocol)) {
    throw new TypeError(`url: expected a URL such as http://localhost:8025, got ${JSON.stringify(text)}`);
  }
  const path = parsed.pathname.replace(/\/(?:v2|_emulator)(?:\/.*)?$/, '').replace(/\/+$/, '');
  return { url: `${parsed.origin}${path}`, login: loginOf(parsed) };
}

const loginOf = ({ username, password }: URL): string | null =>
  username === '' ? null : `${decode(username)}:${decode(password)}`;

/** A `%` that begins no escape stands for itself. */
const decode = (text: string): string => decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));

/** The host of a URL without a port and, for IPv6, without brackets: as sockets and SMTP clients take it. */
export const bareHost = (url: string): string => new URL(url).hostname.replace(/^\[(.+)\]$/, '$1');
