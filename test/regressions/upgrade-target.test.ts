import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it } from 'vitest';
import { useEmulator } from '../support/emulator.js';

it('refuses an upgrade to a target that is no URL, and goes on', async () => {
  const emulator = await useEmulator();
  const { hostname, port, host } = new URL(emulator.url);
  const socket = connect(Number(port), hostname);
  socket.write(`GET // HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(
    /^HTTP\/1\.1 404 Not Found\r\nX-Maildrone-Emulator: [^]*"code":"RESOURCE_NOT_FOUND"/,
  );
  expect((await fetch(`${emulator.url}/_emulator/health`)).status).toBe(200);
});
