import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { ClientRequest } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Timers } from '../core/time/clock.js';
import { readAnswer } from './receiver-answer.js';
import type { ReceiverAnswer } from './receiver-answer.js';

/** One POST to an endpoint. */
export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** The way to one endpoint: a connection that is kept open from one delivery to the next. */
export interface Connection {
  /** Posts and reads the answer. Rejects where no whole answer comes within 15 s. Redirects are not followed. */
  post(post: Post): Promise<ReceiverAnswer>;
  /** Cuts what is under way, and lets nothing follow. */
  close(): void;
}

export interface ConnectionDeps {
  timers: Timers;
  /** Resolves names; may refuse an address. */
  lookup: LookupFunction;
}

/** From the first byte of the connection to the last of the answer. */
export const timeoutMs = 15_000;
/** A connection that nothing was sent on for so long is closed. */
const idleMs = 30_000;

/** The receiver closed the kept connection before it answered, as it may at any time (RFC 9112 9.3). */
class StaleConnectionError extends Error {}

const closeCodes = new Set(['ECONNRESET', 'ECONNABORTED', 'EPIPE']);

export function createConnection({ timers, lookup }: ConnectionDeps): Connection {
  const options = { keepAlive: true, maxSockets: 1, timeout: idleMs };
  const ways = {
    'http:': { send: requestHttp, agent: new HttpAgent(options) },
    'https:': { send: requestHttps, agent: new HttpsAgent(options) },
  };
  let running: ClientRequest | null = null;
  let closed = false;

  function exchange({ url, headers, body }: Post): Promise<ReceiverAnswer> {
    const { send, agent } = ways[url.protocol as keyof typeof ways];
    const request = send({
      method: 'POST',
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: `${url.pathname}${url.search}`,
      headers,
      agent,
      lookup,
    });
    running = request;
    return new Promise((resolve, reject) => {
      let readBefore = 0;
      request.on('socket', ({ bytesRead }) => {
        readBefore = bytesRead;
      });
      request.on('response', (response) => void readAnswer(response).then(resolve, reject));
      // Node passes over other answers of 1xx (RFC 9110 15.2); this one ends HTTP on the connection.
      request.on('upgrade', (_response, socket) => {
        socket.destroy();
        reject(new Error('The receiver switched protocols (101), which was not asked for'));
      });
      request.on('error', (error: NodeJS.ErrnoException) => {
        const isUnanswered = request.reusedSocket && request.socket?.bytesRead === readBefore;
        const isStale = isUnanswered && closeCodes.has(error.code ?? '');
        reject(isStale ? new StaleConnectionError(error.message) : error);
      });
      request.end(body);
    });
  }

  return {
    async post(post) {
      if (closed) throw new Error('The emulator stops');
      const alarm = timers.after(timeoutMs, () =>
        running?.destroy(new Error(`No whole answer within ${timeoutMs / 1000} s`)),
      );
      try {
        return await exchange(post).catch((error: unknown) => {
          if (!(error instanceof StaleConnectionError) || closed) throw error;
          return exchange(post);
        });
      } finally {
        alarm.cancel();
        running = null;
      }
    },
    close() {
      closed = true;
      running?.destroy(new Error('The emulator stops'));
      for (const { agent } of Object.values(ways)) agent.destroy();
    },
  };
}
