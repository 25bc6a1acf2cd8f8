import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Ledger } from './ledger.js';

export interface HookReceiver {
  url: string;
  received(): number;
  close(): void;
}

/** A receiver of webhooks that fails one call in twenty, and writes down which delivery brought which event. */
export async function startReceiver({ hooks }: Pick<Ledger, 'hooks'>): Promise<HookReceiver> {
  let count = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { id } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { id: string };
      const deliveries = hooks.get(id) ?? new Set();
      hooks.set(id, deliveries.add(String(request.headers['x-maildrone-delivery'])));
      count += 1;
      response.statusCode = count % 20 === 0 ? 500 : 200;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: () => count,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
