import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';

async function useConnection(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  return socket;
}

/** Connections that the server has accepted: more at once than its backlog holds would overtake one another. */
async function useConnections(
  port: number,
  count: number,
  isAccepted: () => Promise<unknown>,
): Promise<Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count) {
    if (sockets.length > 0) await isAccepted();
    sockets.push(...(await Promise.all(Array.from({ length: 100 }, () => useConnection(port)))));
  }
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
  const ask = async (socket: Socket, path = '/_emulator/health') => {
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    return heardOn(socket);
  };
  const isAccepted = async () => ask(await useConnection(port));
  const [first] = await useConnections(port, 1000, isAccepted);
  const refused = await ask(await useConnection(port));
  expect(refused).toMatch(/^HTTP\/1\.1 503 Service Unavailable\r\n/);
  expect(refused).toContain('"code":"NOT_READY","message":"The emulator has 1000 connections');
  // The reference documents no 503.
  const ofApi = await ask(await useConnection(port), '/v2/contacts?page=1');
  expect(ofApi).toMatch(/^HTTP\/1\.1 500 Internal Server Error\r\n[^]*"code":"INTERNAL_SERVER_ERROR"/);
  // Those that ask for nothing are let wait for their answer, but not without end.
  await useConnections(port, 1000, isAccepted);
  expect(await heardOn(await useConnection(port))).toBe('');
  expect(first ? await ask(first) : '').toMatch(/^HTTP\/1\.1 200/);
});

it('An SMTP connection over the limit gets 421 with the reason', async () => {
  const emulator = await useEmulator();
  const { port } = emulator.smtp;
  await useConnections(port, 500, async () => once(await useConnection(port), 'data'));
  expect(await heardOn(await useConnection(port))).toBe(
    '421 4.3.2 At most 500 connections at once; try again in a moment\r\n',
  );
});
