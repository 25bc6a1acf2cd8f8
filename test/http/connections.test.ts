import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';

async function useConnections(port: number, count: number): Promise<Socket[]> {
  const sockets = Array.from({ length: count }, () => connect(port, '127.0.0.1'));
  onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  return sockets;
}

/** Everything that a connection says until it is closed. */
async function heardOn(socket: Socket): Promise<string> {
  let heard = '';
  for await (const chunk of socket) heard += String(chunk);
  return heard;
}

it('An HTTP connection over the limit gets 503 with the error body, and one in time is served on', async () => {
  const emulator = await useEmulator();
  const port = Number(new URL(emulator.url).port);
  const [first] = await useConnections(port, 1000);
  const [late] = await useConnections(port, 1);
  late?.write('GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\n\r\n');
  const refused = late ? await heardOn(late) : '';
  expect(refused).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(refused).toContain('"code":"NOT_READY","message":"The emulator has 1000 connections');
  first?.write('GET /_emulator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(first ? await heardOn(first) : '').toMatch(/^HTTP\/1\.1 200/);
});

it('An SMTP connection over the limit gets 421 with the reason', async () => {
  const emulator = await useEmulator();
  await useConnections(emulator.smtp.port, 500);
  const [late] = await useConnections(emulator.smtp.port, 1);
  expect(late ? await heardOn(late) : '').toBe(
    '421 4.3.2 At most 500 connections at once; try again in a moment\r\n',
  );
});
