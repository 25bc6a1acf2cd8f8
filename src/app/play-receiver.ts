import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PlayReceiver, ReceivedRequest, PlayAnswer } from '../core/ports/play-receiver.js';

/** A delivery has some hundred bytes; more than this is not one. */
const mostBytes = 1024 * 1024;

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    size += bytes.length;
    if (size > mostBytes) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Opens a receiver on a free port of the loopback interface, whatever the host and the login of the HTTP server. */
export async function openPlayReceiver(): Promise<PlayReceiver> {
  let answer: (request: ReceivedRequest) => PlayAnswer = () => ({ status: 503, body: {} });
  async function reply(request: IncomingMessage): Promise<PlayAnswer> {
    const body = await bodyOf(request);
    return body === null ? { status: 413, body: {} } : answer({ headers: request.headers, body });
  }
  const server = createServer((request, response) => {
    reply(request).then(
      ({ status, body }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      },
      () => response.destroy(),
    );
  });
  // It never keeps the process alive by itself.
  server.unref();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/receiver-of-the-demo`,
    answerWith(next) {
      answer = next;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
