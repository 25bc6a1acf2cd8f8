import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { invalidField } from '../contract/errors.js';

/** A header by its name among those that came in, as name and value in turn. */
const placeOf = (rawHeaders: readonly string[], name: string): number =>
  rawHeaders.findIndex((text, at) => at % 2 === 0 && text.toLowerCase() === name);

/** Throws a 400 for a target of the absolute form without the host that it must have (RFC 9110 4.2.1). */
export function requireTarget({ url = '' }: IncomingMessage): void {
  if (/^https?:\/\/(?:[/?#]|$)/i.test(url))
    throw invalidField('path', 'Expected a path such as /v2/contacts, or a URL with a host');
}

/**
 * Takes the absolute form of a target, which clients send to a proxy, as its path; its host takes the place of `Host`
 * (RFC 9112 3.2.2).
 */
export function takeAbsoluteForm(request: IncomingMessage): void {
  const [, host, rest = ''] = /^https?:\/\/([^/?#]+)(.*)$/is.exec(request.url ?? '') ?? [];
  if (host === undefined) return;
  request.url = rest.startsWith('/') ? rest : `/${rest}`;
  if (request.headers.host === undefined && request.httpVersion !== '1.0') return;
  request.headers.host = host;
  const { rawHeaders } = request;
  const at = placeOf(rawHeaders, 'host');
  if (at < 0) rawHeaders.push('Host', host);
  else rawHeaders[at + 1] = host;
}

/** Letters, digits, `-`, `_` and `~`, percent-encoded; not the dot, of which `..` is made. */
const encodedPlain = /%(?:2D|3\d|4[1-9A-F]|5[0-9AF]|6[1-9A-F]|7[0-9AE])/gi;

/** Takes characters of a path that need no percent-encoding as they are: it is the same path with them (RFC 3986 6.2.2.2). */
export function takePlainPath(request: IncomingMessage): void {
  const { url = '' } = request;
  const cut = url.indexOf('?');
  const path = cut < 0 ? url : url.slice(0, cut);
  if (path.includes('%'))
    request.url = path.replace(encodedPlain, decodeURIComponent) + url.slice(path.length);
}

/** Throws a 400 for HTTP/1.1 without a `Host`, and for two of them (RFC 9112 3.2); HTTP/1.0 has none. */
export function requireHost({ headers, rawHeaders, httpVersion }: IncomingMessage): void {
  // Node's own `headersDistinct` throws for a header that is called `constructor`.
  const hosts = rawHeaders.filter((text, at) => at % 2 === 0 && text.length === 4 && /^host$/i.test(text));
  if (hosts.length > 1) throw invalidField('Host', 'Expected one Host header, got several');
  if (headers.host === undefined && httpVersion !== '1.0')
    throw invalidField('Host', 'Expected a Host header, which HTTP/1.1 requires');
}

/** Whether a request asks for a WebSocket, and not for another protocol, such as `h2c`. */
export const asksForWebSocket = ({ headers }: IncomingMessage): boolean =>
  (headers.upgrade ?? '').split(',').some((protocol) => /^websocket(?:\/|$)/i.test(protocol.trim()));

const ofUpgrade = /^(?:upgrade|http2-settings)$/i;

/** The head of a request as bytes, without what asks for another protocol. */
function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    const tokens = value.split(',').map((token) => token.trim());
    const kept = /^connection$/i.test(name) ? tokens.filter((token) => !ofUpgrade.test(token)) : [value];
    if (!ofUpgrade.test(name) && kept.length > 0) lines.push(`${name}: ${kept.join(', ')}`);
  }
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/**
 * Answers a request as if it had not asked for another protocol, which a server may (RFC 9110 7.8). Node hands its connection
 * over with no parser left, so the server takes the connection in anew, the head and what was read of the body first; the answer
 * `before` on the same connection, to a client that did not wait for it, ends first.
 */
export function serveWithoutUpgrade(
  server: Server,
  request: IncomingMessage,
  { socket, read, before }: { socket: Duplex; read: Buffer; before: ServerResponse | undefined },
): void {
  const serve = () => {
    socket.unshift(Buffer.concat([headWithoutUpgrade(request), read]));
    server.emit('connection', socket);
  };
  if (before && !before.closed) before.once('close', serve);
  else serve();
}

/** Whether a target is the prefix or lies under it. */
export const isUnder = (url: string | undefined, prefix: string): boolean => {
  const path = (url ?? '/').split('?')[0] ?? '/';
  return path === prefix || path.startsWith(`${prefix}/`);
};
