import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startProcess } from '../support/emulator-process.js';

const head = (line: string, ...more: string[]) =>
  [line, 'Host: localhost', 'Authorization: Bearer md_test_local', ...more, '', ''].join('\r\n');
const upgrade = (protocol: string) => ['Connection: Upgrade', `Upgrade: ${protocol}`];
const handshake = ['Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==', 'Sec-WebSocket-Version: 13'];
const slow = head('GET /_emulator/messages/wait?timeout=3000 HTTP/1.1');

/** What a client may have sent when its connection is reset: each request alone and, to one that pipelines, behind a wait. */
const requests: Readonly<Record<string, string>> = {
  'no byte': '',
  'half a head': 'GET /v2/contacts HTTP/1.1\r\nHost: loc',
  'a wait': slow,
  'half a body': `${head('POST /v2/contacts HTTP/1.1', 'Content-Type: application/json', 'Content-Length: 9')}{"em`,
  'a body that is announced': head('POST /v2/contacts HTTP/1.1', 'Content-Length: 9', 'Expect: 100-continue'),
  'no HTTP': 'EHLO me\r\n',
  'too long a head': head('GET / HTTP/1.1', `Cookie: a=${'x'.repeat(70_000)}`),
  'a tunnel': head('CONNECT api.maildrone.com:443 HTTP/1.1'),
  'a call by a proxy': head('GET http://localhost/v2/contacts HTTP/1.1'),
  h2c: head('GET /v2/contacts HTTP/1.1', ...upgrade('h2c')),
  'h2c with half a body': `${head('POST /v2/contacts HTTP/1.1', ...upgrade('h2c'), 'Content-Length: 9')}{"em`,
  'a WebSocket where there is none': head('GET /v2/contacts HTTP/1.1', ...upgrade('websocket'), ...handshake),
  'the live view': head('GET /_emulator/live HTTP/1.1', ...upgrade('websocket'), ...handshake),
  'a live view of no key': head('GET /_emulator/live HTTP/1.1', ...upgrade('websocket')),
  'a live view of nothing': head(
    'GET /_emulator/live?workspace=x HTTP/1.1',
    ...upgrade('websocket'),
    ...handshake,
  ),
};
const sessions: Readonly<Record<string, string>> = {
  'no byte': '',
  'a greeting': 'EHLO me\r\n',
  'half a login': 'EHLO me\r\nAUTH LOGIN\r\n',
  'a handshake': 'EHLO me\r\nSTARTTLS\r\n\u0016\u0003\u0001',
  'half a mail': 'EHLO me\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nSubject: x\r\n',
  'a whole mail': 'EHLO me\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nx: y\r\n\r\n.\r\n',
};

/** Sends bytes, and resets the connection at once or after a moment, with what came unread or read. */
async function reset(address: { host: string; port: number }, bytes: string, waits: number, reads: boolean) {
  const socket = connect(address);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  if (reads) socket.resume();
  socket.write(bytes);
  await pause(waits);
  socket.resetAndDestroy();
}

it('a client that resets its connection, whatever it sent, costs nobody else anything', async () => {
  const emulator = await startProcess(['--memory']);
  const { hostname: host, port } = new URL(emulator.url);
  const http = { host, port: Number(port) };
  const behindWaits = Object.values(requests).flatMap((bytes) => [bytes, slow + bytes]);
  const each = (address: typeof http, all: readonly string[]) =>
    all.flatMap((bytes) =>
      [0, 30].flatMap((waits) => [true, false].map((reads) => reset(address, bytes, waits, reads))),
    );
  await Promise.all([...each(http, behindWaits), ...each(emulator.smtp, Object.values(sessions))]);
  await pause(200);
  expect(emulator.child.exitCode).toBeNull();
  expect((await fetch(`${emulator.url}/_emulator/health`)).status).toBe(200);
  expect(emulator.log.filter(({ level }) => level === 'error')).toEqual([]);
  expect(await emulator.stop()).toBe(0);
});
