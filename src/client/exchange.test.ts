import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { bytesOf, exchange } from './exchange.js';

/** A server that answers one call on a connection, and cuts it at the next. */
async function useForgetful(): Promise<{ url: string; calls: string[] }> {
  const used = new WeakSet<Socket>();
  const calls: string[] = [];
  const server = http.createServer((req, res) => {
    const isAnswered = !used.has(req.socket);
    calls.push(isAnswered ? 'answered' : 'cut');
    used.add(req.socket);
    if (isAnswered) res.end('yes');
    else req.socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, calls };
}

it('a call whose kept connection the server closes is made once more over another', async () => {
  const { url, calls } = await useForgetful();
  const call = async () => (await bytesOf(await exchange({ url, method: 'GET', headers: {} }))).toString();
  expect(await call()).toBe('yes');
  // The connection is kept from the next turn of the event loop on.
  await new Promise((resolve) => setImmediate(resolve));
  expect(await call()).toBe('yes');
  expect(calls).toEqual(['answered', 'cut', 'answered']);
});
