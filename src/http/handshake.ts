import type { IncomingMessage } from 'node:http';
import { invalidField } from '../contract/errors.js';

/** Throws a 400 unless a request opens a WebSocket as RFC 6455 4.2.1 has it: method, key and version. */
export function requireHandshake({ headers, method }: IncomingMessage): void {
  if (method !== 'GET') throw invalidField('method', 'Expected GET, which opens a WebSocket');
  if (headers.upgrade?.toLowerCase() !== 'websocket') throw invalidField('Upgrade', 'Expected websocket');
  const key = headers['sec-websocket-key'] ?? '';
  if (!/^[+/0-9A-Za-z]{22}==$/.test(key))
    throw invalidField('Sec-WebSocket-Key', 'Expected 16 bytes in base64');
  const version = headers['sec-websocket-version'];
  if (version !== '13')
    throw invalidField('Sec-WebSocket-Version', `Expected 13, got ${version?.slice(0, 100) || 'none'}`);
}
