import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { useEmulator } from '../support/emulator.js';
import { useRawReceiver } from '../support/raw-receiver.js';

/** An example event to a receiver that answers these bytes, and closes the connection where `ends`. */
async function answered(bytes: string, { ends = false } = {}) {
  const receiver = await useRawReceiver(({ socket }) => (ends ? socket.end(bytes) : socket.write(bytes)));
  const emulator = await useEmulator();
  const { id } = await emulator.webhooks.add({ url: receiver.url, retries: 'none' });
  const delivery = await emulator.webhooks.test(id);
  const [attempt] = delivery.attempts;
  if (!attempt) throw new Error('Expected an attempt');
  return { ...emulator, id, status: delivery.status, attempt };
}

describe('An answer that breaks off', () => {
  it.each([200, 302, 410, 503])('is a failure that the log shows as far as it came: %i', async (code) => {
    const { webhooks, id, status, attempt } = await answered(
      `HTTP/1.1 ${code} Hm\r\nContent-Length: 30\r\nX-From: me\r\n\r\nabc`,
      { ends: true },
    );
    expect(status).toBe('failed');
    expect(attempt).toMatchObject({
      status: code,
      error: `The answer broke off (${code}): The receiver closed the connection before the end of its answer`,
      response_headers: { 'x-from': 'me' },
      response_body: 'abc',
    });
    expect((await webhooks.get(id)).enabled).toBe(code !== 410);
  });

  it('is repeated by no fault "duplicate", which waits for a success', async () => {
    let count = 0;
    const receiver = await useRawReceiver(({ socket }) => {
      const length = (count += 1) === 1 ? 30 : 2;
      socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${length}\r\n\r\nok`);
    });
    const { webhooks, trigger, clock, settle } = await useEmulator();
    await clock.freeze();
    await webhooks.add({ url: receiver.url, events: ['email.opened'], faults: { duplicate: 1 } });
    await trigger('email.opened', { to: 'jane@example.com' });
    await settle();
    await clock.advance('5s');
    const [delivery] = await webhooks.deliveries();
    expect(delivery?.attempts.map(({ faults }) => faults)).toEqual([[], [], ['duplicate']]);
  });
});

it.each([
  ['HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\n', 204, 'succeeded'],
  ['HTTP/1.1 204 No Content\r\nContent-Length: 2\r\n\r\nok', 204, 'succeeded'],
  ['HTTP/1.1 304 Not Modified\r\nContent-Length: 10\r\n\r\n', 304, 'failed'],
])(
  'An answer without a body ends with its head, whatever its Content-Length: %j',
  async (bytes, code, ending) => {
    const { status, attempt } = await answered(bytes);
    expect([status, attempt.status, attempt.response_body]).toEqual([ending, code, '']);
    expect(attempt.error ?? '').not.toContain('broke off');
  },
);

describe('What is no answer of HTTP/1.1 is explained in a line of plain words', () => {
  it.each([
    'HTTP/1.1 099 Hm\r\nContent-Length: 0\r\n\r\n',
    'HTTP/1.1 100\r\n\r\n',
    'HTTP/1.0 100 Continue\r\n\r\n',
    'HTTP/1.1 abc\r\n\r\n',
    'HTTP/2 200 OK\r\n\r\n',
    'ICY 200 OK\r\n\r\n',
    'SSH-2.0-OpenSSH_9.6\r\n',
    '<html>\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok',
    'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
    'HTTP/1.1 200',
    '',
  ])('%j', async (bytes) => {
    const { status, attempt } = await answered(bytes, { ends: true });
    expect(status).toBe('failed');
    expect(attempt.error).toMatch(/^(?:The|Response does not match the HTTP\/1\.1 protocol) [^\n]+$/);
    expect(attempt.error).not.toMatch(/assert|undefined|kRunning/i);
  });

  it('is so where TLS meets a plain server', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const { webhooks } = await useEmulator();
    const { port } = server.address() as AddressInfo;
    const { id } = await webhooks.add({ url: `https://127.0.0.1:${port}/`, retries: 'none' });
    const { attempts } = await webhooks.test(id);
    expect(attempts[0]?.error).toBe('TLS failed: wrong version number');
  });
});
