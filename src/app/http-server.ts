import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, invalidField, notFound } from '../contract/errors.js';
import { requireHandshake } from '../http/handshake.js';
import { refuseMalformed, refuseSocket } from '../http/routing/malformed.js';
import { namedWorkspace } from '../http/control/router.js';
import { requireOwnHost, requireOwnOrigin, requireUiAuth } from '../http/guard.js';
import type { GuardSettings } from '../http/guard.js';
import { listenError } from './listen.js';
import { createLiveServer } from '../projections/live.js';
import type { Live } from '../projections/live.js';

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

/** The live view that an upgrade asks for, and from where on. Throws what is to be answered in its place. */
function requireLive(
  request: IncomingMessage,
  { guard, liveOf }: Pick<HttpServerDeps, 'guard' | 'liveOf'>,
): { live: Live; since: number | null } {
  requireOwnHost(request, guard);
  requireOwnOrigin(request, guard, { always: true });
  requireUiAuth(request, guard);
  const target = request.url ?? '/';
  // A client may send targets that are no URL, such as `//`.
  const url = URL.canParse(target, 'http://emulator') ? new URL(target, 'http://emulator') : null;
  if (url?.pathname !== livePath)
    throw new AppError('RESOURCE_NOT_FOUND', 'There is no WebSocket here', {
      field: 'path',
      issue: `Expected ${livePath}`,
    });
  const workspace = namedWorkspace(request, url.searchParams);
  const live = liveOf(workspace);
  if (!live) throw notFound('workspace', workspace);
  requireHandshake(request);
  const since = url.searchParams.get('since');
  return { live, since: since !== null && /^\d{1,15}$/.test(since) ? Number(since) : null };
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
  const liveServer = createLiveServer((socket) =>
    refuseSocket(socket, invalidField('handshake', 'Expected a WebSocket handshake (RFC 6455 4.2.1)')),
  );

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    socket.on('error', () => socket.destroy());
    try {
      const { live, since } = requireLive(request, { guard, liveOf });
      liveServer.accept(request, socket, head, (client) => live.attach(client, since));
    } catch (error) {
      refuseSocket(socket, error);
    }
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
