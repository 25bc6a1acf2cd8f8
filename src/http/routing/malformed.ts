import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { invalidField } from '../../contract/errors.js';
import type { AppError } from '../../contract/errors.js';
import { toIso } from '../../contract/time.js';
import { systemTimers } from '../../core/time/clock.js';
import { systemRandom } from '../../core/time/random.js';
import { baseHeaders } from '../base-headers.js';
import { failure, problemOf } from './problem.js';

/** Most bytes of a request line with its headers. A browser sends the cookies of every server on localhost to each. */
export const maxHead = 64 * 1024;

const reasonOf = (error: NodeJS.ErrnoException): AppError => {
  switch (error.code) {
    case 'HPE_HEADER_OVERFLOW':
      return invalidField('headers', `Expected at most ${maxHead / 1024} KiB of request line and headers`);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return invalidField('body', 'Expected the whole request within five minutes');
    case 'HPE_INVALID_URL':
      return invalidField('path', 'Expected a URL whose other characters are percent-encoded, é as %C3%A9');
    default:
      return invalidField('request', `Expected a request in valid HTTP/1.1 (${error.code ?? error.message})`);
  }
};

/** Answers on a bare socket with the envelope, and hangs up. There is no workspace to take a clock from. */
export function refuseSocket(socket: Duplex, error: unknown): void {
  const problem = problemOf(error);
  const body = JSON.stringify(
    failure(problem.error, toIso(systemTimers.now()), `req_${systemRandom.base36(8)}`),
  );
  socket.end(
    [
      `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
      ...Object.entries(baseHeaders).map(([name, value]) => `${name}: ${value}`),
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

/** Answers what is no HTTP request. */
export function refuseMalformed(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  refuseSocket(socket, reasonOf(error));
}
