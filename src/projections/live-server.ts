import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { systemTimers } from '../core/time/clock.js';

/** Upgrades HTTP connections to WebSockets, and keeps what all of them leave unread within a budget. */
export interface LiveServer {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, onSocket: (socket: WebSocket) => void): void;
  /** Cuts the slowest clients where all together leave too much unread. */
  relieve(): void;
  close(): void;
}

/** What all clients together may leave unread: each may leave a page. */
const mostUnread = 8 * 1024 * 1024;
const mostClients = 500;
/** Nothing is expected from clients, so what they may send is small, and comes in few pieces. */
const incoming = { maxPayload: 64 * 1024, maxFragments: 16, maxBufferedChunks: 64 };
/** Who reads gets the reason first. */
const graceMs = 1000;

/** RFC 6455 7.4.1: try again later. */
const tryAgain = 1013;

function cut(socket: WebSocket, reason: string) {
  socket.close(tryAgain, reason);
  systemTimers.after(graceMs, () => socket.terminate());
}

export interface LiveServerDeps {
  /** What the answer to a handshake has besides its own headers. */
  headers: Readonly<Record<string, string>>;
  /** Answers a handshake that cannot be understood. */
  refuse(socket: Duplex): void;
}

export function createLiveServer({ headers, refuse }: LiveServerDeps): LiveServer {
  const server = new WebSocketServer({ noServer: true, ...incoming });
  server.on('headers', (lines) => {
    for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  });
  server.on('wsClientError', (_error, socket) => refuse(socket));

  function relieve() {
    const open = [...server.clients].filter((client) => client.readyState === client.OPEN);
    let unread = open.reduce((sum, { bufferedAmount }) => sum + bufferedAmount, 0);
    if (unread <= mostUnread) return;
    for (const client of open.sort((a, b) => b.bufferedAmount - a.bufferedAmount)) {
      if (unread <= mostUnread) break;
      unread -= client.bufferedAmount;
      cut(client, 'Reads too slowly; connect again with ?since= and the last seq');
    }
  }
  return {
    accept(request, socket, head, onSocket) {
      server.handleUpgrade(request, socket, head, (client) => {
        if (server.clients.size > mostClients)
          return cut(client, `Expected at most ${mostClients} connections; try again later`);
        onSocket(client);
      });
    },
    relieve,
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
