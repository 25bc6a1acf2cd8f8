import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, invalidField, notFound } from '../contract/errors.js';
import { baseHeaders } from '../http/base-headers.js';
import { requireHandshake } from '../http/handshake.js';
import { maxHead, refuseMalformed, refuseSocket } from '../http/routing/malformed.js';
import { asDocumented } from '../http/routing/problem.js';
import { apiPrefix } from '../http/api/table.js';
import {
  asksForWebSocket,
  isUnder,
  requireHost,
  serveWithoutUpgrade,
  takeAbsoluteForm,
  takePlainPath,
} from '../http/request-forms.js';
import { createTurns } from '../http/turns.js';
import { liveSince } from '../http/control/live-query.js';
import { namedWorkspace, requireOneWorkspace } from '../http/control/named-workspace.js';
import { requireOwnHost, requireOwnOrigin, requireUiAuth } from '../http/guard.js';
import type { GuardSettings } from '../http/guard.js';
import { listenError } from './listen.js';
import { createLiveServer } from '../projections/live-server.js';
import type { Live } from '../projections/live.js';
import { parseUrl } from '../contract/web/parse-url.js';

const livePath = '/_emulator/live';

export interface HttpServerDeps {
  app: RequestListener;
  guard: GuardSettings;
  host: string;
  port: number;
  /** The live view of a workspace; null where there is no such workspace. */
  liveOf(workspace: string): Live | null;
}

export interface HttpServer {
  port: number;
  /** Takes no new connection. Calls under way continue. */
  stopListening(): void;
  /** Cuts every connection. Resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * A kept connection is closed after so much quiet. With the 5 s of node a client on a busy machine often sends a call just
 * as its connection is closed, and loses it.
 */
const keepAliveTimeout = 30_000;
/** More connections get an answer, and no more. */
const mostConnections = 1000;
/**
 * Undocumented: we chose that still more get none: one that asks for nothing would otherwise wait for its answer, and cost a
 * file of the process.
 */
const mostRefused = 1000;
const tooMany = new AppError(
  'NOT_READY',
  `The emulator has ${mostConnections} connections; close some, or try again in a moment`,
);

/** The live view that a WebSocket asks for, and from where on; null for another path. Throws what is to be answered in its place. */
function requireLive(
  request: IncomingMessage,
  { guard, liveOf }: Pick<HttpServerDeps, 'guard' | 'liveOf'>,
): { live: Live; since: number | null } | null {
  requireHost(request);
  requireOwnOrigin(request, guard, { always: true });
  const target = request.url ?? '/';
  // A client may send targets that are no URL, such as `//`.
  const url = parseUrl(target, 'http://emulator');
  if (url?.pathname !== livePath) return null;
  requireOwnHost(request, guard);
  requireUiAuth(request, guard);
  requireOneWorkspace(request, url.searchParams);
  const workspace = namedWorkspace(request, url.searchParams);
  const live = liveOf(workspace);
  if (!live) throw notFound('workspace', workspace);
  requireHandshake(request);
  return { live, since: liveSince(url.searchParams) };
}

/** Opens the HTTP port with the app behind it and WebSocket upgrades beside it. Rejects as `listenError` says. */
export async function openHttpServer({
  app,
  guard,
  host,
  port,
  liveOf,
}: HttpServerDeps): Promise<HttpServer> {
  const late = new WeakSet<Duplex>();
  const turns = createTurns((request, response) => {
    takeAbsoluteForm(request);
    takePlainPath(request);
    app(request, response);
  });
  const serve: RequestListener = (request, response) =>
    late.has(request.socket)
      ? refuseSocket(request.socket, isUnder(request.url, apiPrefix) ? asDocumented(tooMany) : tooMany)
      : turns.take(request, response);
  // The app answers an unknown expectation and a missing Host: node would answer without the envelope.
  const server = createServer({ requireHostHeader: false, maxHeaderSize: maxHead, keepAliveTimeout }, serve);
  server.on('checkExpectation', serve);
  server.on('clientError', refuseMalformed);
  // 64 KiB hold more than a thousand headers; node would drop the rest without a word.
  server.maxHeadersCount = 0;
  const liveServer = createLiveServer({
    headers: baseHeaders,
    refuse: (socket) =>
      refuseSocket(socket, invalidField('handshake', 'Expected a WebSocket handshake (RFC 6455 4.2.1)')),
  });

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    takeAbsoluteForm(request);
    takePlainPath(request);
    try {
      const asked = asksForWebSocket(request) ? requireLive(request, { guard, liveOf }) : null;
      if (asked) {
        const { live, since } = asked;
        return liveServer.accept(request, socket, head, (client) =>
          live.attach(client, since, liveServer.relieve),
        );
      }
    } catch (error) {
      return refuseSocket(socket, error);
    }
    serveWithoutUpgrade(server, request, { socket, read: head, before: turns.lastAnswer(socket) });
  }
  server.on('upgrade', upgrade);
  // Without a listener node cuts the connection and says nothing.
  server.on('connect', (_request, socket) =>
    refuseSocket(socket, invalidField('method', 'Expected a request to the emulator, which is no proxy')),
  );
  // Node's closeAllConnections forgets connections that asked for an upgrade; this set has them too.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    // A connection that was served without its upgrade comes again.
    if (sockets.has(socket)) return;
    if (sockets.size >= mostConnections + mostRefused) return void socket.destroy();
    sockets.add(socket);
    // For its whole life: what asks for an upgrade or a tunnel is out of node's hands, and a reset would end the process.
    socket.on('error', () => socket.destroy());
    if (sockets.size > mostConnections) late.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  let closed: Promise<unknown> | null = null;
  const stopListening = () => (closed ??= new Promise((resolve) => server.close(resolve)));

  server.listen(port, host);
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw listenError({ host, port, flag: 'port' }, error);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stopListening: () => void stopListening(),
    async close() {
      liveServer.close();
      const ended = stopListening();
      for (const socket of sockets) socket.destroy();
      await ended;
    },
  };
}
