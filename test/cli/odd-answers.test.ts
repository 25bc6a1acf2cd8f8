import dns from 'node:dns';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { callWithKey } from '../../src/cli/call-with-key.js';
import { EmulatorError, NoEmulatorError } from '../../src/client/errors.js';

/** A server that answers each call with 502 and these words, as a proxy may. */
async function useProxy(body: string) {
  const server = http.createServer((_req, res) => res.writeHead(502).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  onTestFinished(() => void close());
  return { port: (server.address() as AddressInfo).port, close };
}

const failureOf = (url: string): Promise<unknown> =>
  callWithKey({ url, key: 'x', method: 'GET' }).catch((error: unknown) => error);

it.each(['<h1>Bad gateway</h1>', '{"error_code": 502}', 'null'])(
  'a command that calls the API says where it was answered with %s',
  async (body) => {
    const { port } = await useProxy(body);
    const url = `http://127.0.0.1:${port}/v2/campaigns`;
    const error = await failureOf(url);
    expect(error).toBeInstanceOf(EmulatorError);
    expect((error as EmulatorError).message).toBe(
      `Something else answered 502: Expected the JSON of the API from ${url}`,
    );
  },
);

it('a command that nothing answers says why, also where a name has several addresses', async () => {
  const { port, close } = await useProxy('');
  await close();
  const addresses = ['127.0.0.1', '127.0.0.2'].map((address) => ({ address, family: 4 }));
  const lookup = vi.spyOn(dns, 'lookup');
  onTestFinished(() => lookup.mockRestore());
  lookup.mockImplementation(((_name: string, _options: object, done: (...found: unknown[]) => void) =>
    done(null, addresses)) as never);
  const error = await failureOf(`http://two.test:${port}/v2/campaigns`);
  expect(error).toBeInstanceOf(NoEmulatorError);
  expect((error as NoEmulatorError).reason).toContain('ECONNREFUSED');
});
