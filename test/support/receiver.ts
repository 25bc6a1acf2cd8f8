import { createServer } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ReceivedHook {
  headers: IncomingHttpHeaders;
  /** The raw body, as it must be signed. */
  body: string;
  json: { id: string; type: string; created_at: string; data: Record<string, unknown> };
}

export interface Receiver {
  url: string;
  received: ReceivedHook[];
  /** Resolves when `count` deliveries that match have come. */
  waitFor(count: number, matches?: (hook: ReceivedHook) => boolean): Promise<ReceivedHook[]>;
}

type HookHandler = (hook: ReceivedHook, response: ServerResponse, request: IncomingMessage) => void;

/** A webhook receiver on loopback, written the way users write them; answers 200 unless told otherwise. */
export async function useReceiver(
  answer: HookHandler = (_hook, response) => response.end('ok'),
): Promise<Receiver> {
  const received: ReceivedHook[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const hook = {
        headers: request.headers,
        body,
        // Read when asked for: a body may be cut on purpose.
        get json() {
          return JSON.parse(body) as ReceivedHook['json'];
        },
      };
      received.push(hook);
      answer(hook, response, request);
      for (const check of waiting) check();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    waitFor: (count, matches = () => true) =>
      new Promise((resolve) => {
        const check = () => {
          const found = received.filter(matches);
          if (found.length < count) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}
