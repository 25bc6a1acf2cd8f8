import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { createTransport } from './pool.js';

/** An SMTP server that ends its first connections when the envelope of a mail comes, and takes the mail of the others. */
async function useServer(broken: number) {
  let connections = 0;
  const server = createServer((socket) => {
    const isBroken = (connections += 1) <= broken;
    socket.setEncoding('latin1').on('error', () => undefined);
    socket.write('220 here\r\n');
    socket.on('data', (text: string) => {
      if (text.includes('EHLO')) socket.write('250 here\r\n');
      else if (text.includes('MAIL FROM') && isBroken) socket.destroy();
      else if (text.includes('MAIL FROM')) socket.write('250 yes\r\n250 yes\r\n354 go on\r\n');
      else if (text.endsWith('.\r\n')) socket.write('250 2.0.0 taken\r\n');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const timers = { now: () => 0, after: () => ({ cancel: () => undefined }) };
  const transport = createTransport(() => ({ host: '127.0.0.1', port, user: '', password: '' }), timers);
  onTestFinished(() => {
    transport.close();
    server.close();
  });
  return { transport, connections: () => connections };
}

const mail = { from: 'a@x.test', to: 'b@x.test', raw: Buffer.from('Subject: x\r\n\r\nx\r\n') };

it('a mail whose connection ends before its content is sent goes over another', async () => {
  const { transport, connections } = await useServer(1);
  expect(await transport.send(mail)).toMatchObject({ code: 250, text: 'taken' });
  expect(connections()).toBe(2);
});

it('a mail whose second connection ends likewise fails', async () => {
  const { transport, connections } = await useServer(2);
  await expect(transport.send(mail)).rejects.toThrow('closed');
  expect(connections()).toBe(2);
});
