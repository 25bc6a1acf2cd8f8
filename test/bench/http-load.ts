import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface Load {
  url: string;
  key: string;
  connections: number;
  count: number;
  /** The JSON of a POST; a GET without it. */
  body?: (n: number) => object;
}

function requestOf({ url, key, body }: Load, n: number): string {
  const { host, pathname, search } = new URL(url);
  const head = (method: string) =>
    `${method} ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nAuthorization: Bearer ${key}\r\n`;
  if (!body) return `${head('GET')}\r\n`;
  const text = JSON.stringify(body(n));
  return `${head('POST')}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}

/** Reads one answer after the other from a kept connection; each must be a success. */
function answersOf(socket: Socket): () => Promise<void> {
  let [text, wanted] = ['', -1];
  let done: () => void = () => undefined;
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\r\n\r\n');
    if (wanted < 0 && end >= 0) {
      if (!/^HTTP\/1\.1 20[01] /.test(text)) throw new Error(text.slice(0, 1000));
      wanted = end + 4 + Number(/content-length: (\d+)/i.exec(text)?.[1]);
    }
    if (wanted < 0 || text.length < wanted) return;
    [text, wanted] = ['', -1];
    done();
  });
  return () => new Promise((resolve) => (done = resolve));
}

/**
 * Calls over kept connections, each of which sends its next call when it has its answer. Lean on purpose: the client must not
 * be what is measured. Answers calls a second, and how long each took in ms.
 */
export async function callRate(load: Load): Promise<{ rate: number; times: number[] }> {
  const { hostname, port } = new URL(load.url);
  const times: number[] = [];
  let made = 0;
  const work = async (socket: Socket) => {
    const answer = answersOf(socket);
    while (made < load.count) {
      const answered = answer();
      const from = performance.now();
      socket.write(requestOf(load, (made += 1)));
      await answered;
      times.push(performance.now() - from);
    }
    socket.end();
  };
  const sockets = Array.from({ length: load.connections }, () =>
    connect(Number(port), hostname).setNoDelay(),
  );
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const from = performance.now();
  await Promise.all(sockets.map(work));
  return { rate: (times.length * 1000) / (performance.now() - from), times };
}
