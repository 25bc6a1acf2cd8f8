import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { AppError } from '../../src/contract/errors.js';
import type { Incoming } from '../../src/core/traffic/intake.js';
import { piecesOf } from '../../src/http/routing/body-pieces.js';
import { callApi, callControl, useEmulator } from '../support/emulator.js';

const large = 'x'.repeat(200_000);

/** A call whose body, larger than those that come in at any time, does not end. */
async function useHalf(port: number, path: string, start: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 999999\r\n\r\n${start}${large}`,
  );
  return socket;
}

describe.each([
  ['/fixtures', '{"fixture":{"description":"'],
  ['/import', '{"maildrone_export":1,"version":1,"contacts":[{"id":"'],
])('Large bodies of %s', (path, start) => {
  it('come in three at once: a fourth waits, small ones pass, and who hangs up makes room', async () => {
    const emulator = await useEmulator();
    const port = Number(new URL(emulator.url).port);
    const halves: Socket[] = [];
    for (let n = 0; n < 3; n += 1) halves.push(await useHalf(port, `/_emulator${path}`, start));
    const call = () => callControl(emulator, path, { method: 'POST', raw: `${start}${large}` });
    let fourth = call();
    const answered = () => fourth.then(() => 'answered');
    const again = () => Promise.race([(fourth = call()), pause(200)]).then((answer) => answer?.status);
    await expect.poll(again, { timeout: 10_000 }).toBeUndefined();
    for (const n of [1, 2, 3]) {
      const body = { email: `n${n}@x.test` };
      expect((await callApi(emulator, '/contacts', { method: 'POST', body })).status).toBe(201);
    }
    expect(await Promise.race([answered(), pause(50, 'waits')])).toBe('waits');
    halves[1]?.destroy();
    expect(await answered()).toBe('answered');
  });
});

it('A large body that stands still while others wait is refused with what was expected', async () => {
  const told: string[] = [];
  let incoming: Incoming | null = null;
  const intake = {
    begin(given: Incoming) {
      incoming = given;
      const note = (what: string) => () => void told.push(what);
      return { grow: note('grows'), complete: note('is whole'), end: note('ends') };
    },
  };
  const server = createServer((request, response) => {
    const read = async () => {
      for await (const _ of piecesOf({ request, response, intake })) incoming?.giveUp();
    };
    void read().catch((error: AppError) => response.end(error.details.issue));
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const socket = await useHalf((server.address() as AddressInfo).port, '/', '');
  let heard = '';
  socket.on('data', (text) => (heard += String(text)));
  await expect.poll(() => heard).toContain('ten seconds');
  socket.destroy();
  await expect.poll(() => told.at(-1)).toBe('ends');
  expect(told).not.toContain('is whole');
});
