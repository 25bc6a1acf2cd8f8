import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A request as it came over one of the connections, both counted from 1. */
export interface RawRequest {
  socket: Socket;
  connection: number;
  /** Its place among the requests of its connection. */
  place: number;
  head: string;
}

export interface RawReceiver {
  url: string;
  connections(): number;
  /** `connection.place` of every request, in the order in which they came. */
  places: string[];
}

export const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

/** A webhook receiver that writes its answers byte by byte itself, as no HTTP library would let it. */
export async function useRawReceiver(answer: (request: RawRequest) => void): Promise<RawReceiver> {
  const sockets = new Set<Socket>();
  const places: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    const connection = (connections += 1);
    let place = 0;
    let received = '';
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
      const end = received.indexOf('\r\n\r\n') + 4;
      const length = Number(/^content-length: (\d+)/im.exec(received)?.[1] ?? NaN);
      if (end < 4 || received.length < end + length) return;
      const head = received.slice(0, end);
      received = received.slice(end + length);
      place += 1;
      places.push(`${connection}.${place}`);
      answer({ socket, connection, place, head });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, connections: () => connections, places };
}
