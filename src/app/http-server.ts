import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { version } from '../contract/version.js';
import { AppError, errorTable } from '../contract/errors.js';
import { refuseMalformed } from '../http/routing/malformed.js';
import { namedWorkspace } from '../http/control/router.js';
import { hasUiAuth, requireOwnHost, requireOwnOrigin } from '../http/guard.js';
import type { GuardSettings } from '../http/guard.js';
import { listenError } from './listen.js';
import { createLiveServer } from '../projections/live.js';
import type { Live } from '../projections/live.js';

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

/** Opens the HTTP port with the app behind it and WebSocket upgrades beside it. Rejects as `listenError` says. */
export async function openHttpServer({
  app,
  guard,
  host,
  port,
  liveOf,
}: HttpServerDeps): Promise<HttpServer> {
  // The app answers an unknown expectation and a missing Host: node would answer without the envelope.
  const server = createServer({ requireHostHeader: false }, app);
  server.on('checkExpectation', app);
  server.on('clientError', refuseMalformed);
  const liveServer = createLiveServer();

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on('error', () => socket.destroy());
    // A refused upgrade has no envelope: the client is a WebSocket and reads the status alone.
    const refuse = (status: number, reason: string) =>
      socket.end(
        `HTTP/1.1 ${status} ${reason}\r\nX-Maildrone-Emulator: ${version}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
      );
    const target = request.url ?? '/';
    // A client may send targets that are no URL, such as `//`.
    if (!URL.canParse(target, 'http://emulator')) return refuse(404, 'Not Found');
    const url = new URL(target, 'http://emulator');
    try {
      requireOwnHost(request, guard);
      requireOwnOrigin(request, true);
    } catch (error) {
      return refuse(error instanceof AppError ? errorTable[error.code].status : 500, 'Forbidden');
    }
    if (!hasUiAuth(request, guard)) return refuse(401, 'Unauthorized');
    const live = liveOf(namedWorkspace(request, url.searchParams));
    if (url.pathname !== '/_emulator/live' || !live) return refuse(404, 'Not Found');
    const since = url.searchParams.get('since');
    const from = since !== null && /^\d{1,15}$/.test(since) ? Number(since) : null;
    liveServer.accept(request, socket, head, (client) => live.attach(client, from));
  }
  server.on('upgrade', upgrade);
  // Node's closeAllConnections forgets connections that asked for an upgrade; this set has them too.
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
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
