import http from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { exitCodeOf } from '../../src/cli/failure.js';
import { createProgram } from '../../src/cli/program.js';
import { NoEmulatorError } from '../../src/client/errors.js';
import { connect } from '../../src/index.js';
import { commandCalls } from '../support/commands.js';
import { useEmulator } from '../support/emulator.js';
import { runCli } from '../support/process.js';

/** A server that takes every connection and answers what `answer` does. */
async function useServer(answer: RequestListener): Promise<string> {
  const server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const things = {
  ...{ campaign: 'x', sent: 'x', mail: 'x', webhook: 'x', delivery: 'x', key: 'x', workspace: 'x' },
  dir: import.meta.dirname,
};
const info = { data: { ports: { smtp: 1 }, api_key: 'k' } };

it('each command ends with 3 where a server takes connections and says nothing', async () => {
  const url = await useServer(() => undefined);
  const codes = Object.entries(commandCalls)
    // It reads its file first, which is not there.
    .filter(([path]) => path !== 'webhooks verify')
    .map(async ([path, ways]) => {
      const words = [...path.split(' '), ...(ways(things)[0] ?? []), '--url', url];
      const error: unknown = await createProgram()
        .parseAsync(words, { from: 'user' })
        .catch((reason: unknown) => reason);
      expect(error, path).toBeInstanceOf(NoEmulatorError);
      return exitCodeOf(error);
    });
  const { code, stderr } = await runCli(['inbox', '--url', url]);
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining(`No emulator answers at ${url} (silent for 10 s)`),
  ]);
  expect(new Set(await Promise.all(codes))).toEqual(new Set([3]));
}, 60_000);

it('a server that falls silent later, or within an answer, is told as well', async () => {
  let posts = 0;
  const url = await useServer((req, res) => {
    if (req.method === 'POST') posts += 1;
    res.setHeader('X-Maildrone-Emulator', 'x');
    if (req.url === '/_emulator/info') res.end(JSON.stringify(info));
    else if (req.url === '/_emulator/export') res.write('{');
  });
  const connection = await connect(url);
  const failures = [
    connection.clock.advance(1),
    connection.export(),
    connection.exportStream().then(async (stream) => {
      for await (const piece of stream) void piece;
    }),
  ].map((work) => expect(work).rejects.toThrow(NoEmulatorError));
  await Promise.all(failures);
  // What it did with the call nobody knows: it is not made again.
  expect(posts).toBe(1);
}, 60_000);

it('a wait longer than that goes on, since the emulator answers other calls', async () => {
  const { url } = await useEmulator();
  const { code, stderr } = await runCli(['inbox', 'wait', '--to', 'nobody', '--timeout', '6s', '--url', url]);
  expect([code, stderr]).toEqual([1, expect.stringContaining('0 of 1 matching messages arrived')]);
}, 60_000);
