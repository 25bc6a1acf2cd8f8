import { connect as connectPlain, isIP } from 'node:net';
import type { LookupFunction, Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { buildConnector, Dispatcher } from 'undici';
import { passOverContinue } from './pass-continue.js';
import { readAnswer } from './receiver-answer.js';
import type { ReceiverAnswer } from './receiver-answer.js';

/** The receiver closed the kept connection before it answered, as it may at any time (RFC 9112 9.3). */
export class StaleConnectionError extends Error {}

/** One origin by undici: a connection that is kept from one request to the next, and made anew where it was closed. */
export interface ReceiverLink {
  readonly origin: string;
  /** Sends a request and reads its answer. Rejects with a StaleConnectionError where it may be sent again. */
  exchange(request: Dispatcher.DispatchOptions): Promise<ReceiverAnswer>;
  /** Ends the connection; what is under way rejects with the error. Nothing may follow. */
  cut(error: Error): void;
}

/** A connection that nothing was sent on for so long is closed. */
const idleMs = 30_000;

const closeCodes = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'UND_ERR_SOCKET']);

const words = new Map([
  ['bad upgrade', 'The receiver switched protocols (101), which was not asked for'],
  ['bad response', 'The receiver answered what is no answer of HTTP/1.1'],
  ['other side closed', 'The receiver closed the connection before the end of its answer'],
  ['ERR_ASSERTION', 'The receiver answered what is no answer of HTTP/1.1'],
  ['UND_ERR_HEADERS_OVERFLOW', 'The head of the answer is longer than 16 KiB'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'The answer and its Content-Length do not fit together'],
]);

/** What OpenSSL says is wrong, between its numbers and the place in its source. */
const tlsReason = /:error:[^:]*:[^:]*:[^:]*:([^:]+):/;

/** Errors of undici and of TLS in words of ours. */
function explain(error: NodeJS.ErrnoException): Error {
  const reason = tlsReason.exec(error.message)?.[1];
  if (reason !== undefined) return new Error(`TLS failed: ${reason}`);
  const ours = words.get(error.message) ?? words.get(error.code ?? '');
  return ours === undefined ? error : new Error(ours);
}

interface Connected {
  socket: Socket;
  expectAnswer(): void;
}

/** Opens connections whose addresses `lookup` may refuse. It has no time limit: the owner of the link cuts it. */
function createConnector(lookup: LookupFunction) {
  let opening: Socket | null = null;
  let connected: Connected | null = null;
  const connect: buildConnector.connector = ({ hostname, port, protocol }, callback) => {
    const isSecure = protocol === 'https:';
    const target = { host: hostname, port: Number(port || (isSecure ? 443 : 80)), lookup };
    const socket = isSecure
      ? connectSecurely({ ...target, ...(isIP(hostname) ? {} : { servername: hostname }) })
      : connectPlain(target);
    opening = socket;
    const fail = (error: Error) => callback(error, null);
    socket.setNoDelay(true).once('error', fail);
    socket.once(isSecure ? 'secureConnect' : 'connect', () => {
      socket.off('error', fail);
      connected = { socket, expectAnswer: passOverContinue(socket) };
      callback(null, socket);
    });
  };
  return { connect, connected: () => connected, cut: (error: Error) => opening?.destroy(error) };
}

/** Opens no connection yet. Loads undici, most of 400 KB, with the first delivery. */
export async function openReceiverLink(origin: string, lookup: LookupFunction): Promise<ReceiverLink> {
  const { Client } = await import('./undici.js');
  const connector = createConnector(lookup);
  const { connect } = connector;
  const client = new Client(origin, { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: idleMs, connect });
  const cut = (error: Error) => {
    void client.destroy(error);
    connector.cut(error);
  };
  return {
    origin,
    cut,
    async exchange(request) {
      const kept = connector.connected();
      const readBefore = kept?.socket.bytesRead;
      try {
        const answer = await readAnswer(client, request, () => connector.connected()?.expectAnswer());
        return answer.broken ? { ...answer, broken: explain(answer.broken) } : answer;
      } catch (error) {
        const isUnanswered =
          kept !== null && kept === connector.connected() && kept.socket.bytesRead === readBefore;
        const isStale = isUnanswered && closeCodes.has((error as NodeJS.ErrnoException).code ?? '');
        throw isStale ? new StaleConnectionError((error as Error).message) : explain(error as Error);
      }
    },
  };
}
