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

/** Errors of undici in words of ours. */
const explain = (error: Error): Error =>
  error.message === 'bad upgrade'
    ? new Error('The receiver switched protocols (101), which was not asked for')
    : error;

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
        return await readAnswer(client, request, () => connector.connected()?.expectAnswer());
      } catch (error) {
        const isUnanswered =
          kept !== null && kept === connector.connected() && kept.socket.bytesRead === readBefore;
        const isStale = isUnanswered && closeCodes.has((error as NodeJS.ErrnoException).code ?? '');
        throw isStale ? new StaleConnectionError((error as Error).message) : explain(error as Error);
      }
    },
  };
}
