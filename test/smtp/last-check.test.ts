import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { composeMail } from '../../src/core/compose/mime.js';
import { openClientConnection } from '../../src/smtp/client/connection.js';

/** A server that says yes to all, and what it was told. */
async function useRecorder(): Promise<{ port: number; received: () => string }> {
  let received = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.write('220 ready\r\n');
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
      for (const line of chunk.toString('latin1').split('\r\n').slice(0, -1))
        socket.write(line === 'DATA' ? '354 go on\r\n' : '250 2.0.0 OK\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, received: () => received };
}

const good = 'a@x.test';
const bad = [
  ...['a@x.test>\r\nRCPT TO:<evil@x.test', 'a@x.test\r\n', '\na@x.test', 'a\0@x.test', 'a@x.test\r', ''],
  ...['a@x.test> SIZE=1', 'a b@x.test', 'ü@x.test', 'a@x', '"a\r\n"@x.test'],
];

it('no address but an address becomes a command, of whichever side it is', async () => {
  const { port, received } = await useRecorder();
  const connection = await openClientConnection({ host: '127.0.0.1', port, user: '', password: '' });
  const raw = Buffer.from('x');
  for (const address of bad) {
    expect(await connection.send({ from: good, to: address, raw })).toMatchObject({
      code: 553,
      status: '5.1.3',
    });
    expect(await connection.send({ from: address, to: good, raw })).toMatchObject({
      code: 553,
      status: '5.1.7',
    });
  }
  expect(received()).toBe('EHLO maildrone-emulator\r\n');
  connection.close();
});

it.each(['a\0b', 'a\r\nRSET', 'a\n'])('no name %j is sent with AUTH', async (user) => {
  const { port, received } = await useRecorder();
  await expect(openClientConnection({ host: '127.0.0.1', port, user, password: 'p' })).rejects.toThrow(
    'AUTH',
  );
  expect(received()).not.toContain('AUTH');
});

const mail = {
  ...{
    messageId: '<m@x.test>',
    date: 0,
    from: { name: 'f', address: good },
    to: { name: 't', address: good },
  },
  ...{ replyTo: good as string | null, subject: 's', headers: [['X-A', 'b']] as const, boundary: 'b' },
  ...{ html: '<p>h</p>', text: 't' },
};
const line = 'x\r\nBcc: evil@x.test';

it.each([
  ['Message-ID', { messageId: line }],
  ['From', { from: { name: '', address: line } }],
  ['From', { from: { name: 'Name', address: line } }],
  ['From', { from: { name: 'Näme', address: line } }],
  ['To', { to: { name: 'Name', address: `a\0${good}` } }],
  ['Reply-To', { replyTo: line }],
  ['Reply-To', { replyTo: 'x\ny' }],
  ['Reply-To', { replyTo: 'x\ry' }],
  ['X-A', { headers: [['X-A', line]] as const }],
  ['X-A', { headers: [['X-A', 'x\r\n\r\nbody']] as const }],
])('no value of %s ends its header: %j', (name, change) => {
  expect(() => composeMail({ ...mail, ...change })).toThrow(
    expect.objectContaining({ details: { field: name, issue: 'Expected a value without CR, LF and NUL' } }),
  );
});

it('names and subjects become one line, and folded values stay', () => {
  const names = {
    subject: line,
    from: { name: line, address: good },
    to: { name: `${line}ü`, address: good },
  };
  const head =
    composeMail({ ...mail, ...names, headers: [['X-A', 'b\r\n c']] })
      .toString()
      .split('\r\n\r\n')[0] ?? '';
  expect(head).not.toMatch(/^bcc/im);
  expect(head).toContain('Subject: x Bcc: evil@x.test\r\n');
  expect(head).toContain('X-A: b\r\n c\r\n');
});
