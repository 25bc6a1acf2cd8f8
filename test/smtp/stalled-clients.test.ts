import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { systemTimers } from '../../src/core/time/clock.js';
import { openSmtpServer } from '../../src/smtp/server/server.js';
import { createTranscripts } from '../../src/smtp/server/transcripts.js';
import { useSmtp } from '../support/smtp-client.js';
import type { SmtpClient } from '../support/smtp-client.js';

/** A sink whose clock is moved by hand, with a session in each of its places. */
async function useFullSink() {
  let now = 0;
  const server = await openSmtpServer({
    settings: { host: '127.0.0.1', port: 0, maxMessageSize: 1e6, auth: 'off', tlsCert: null, tlsKey: null },
    transcripts: createTranscripts(systemTimers.now),
    timers: { ...systemTimers, now: () => now },
    sinkOf: () => null,
    faultsOf: () => null,
    mayEnter: () => true,
    isOwnTransport: () => false,
  });
  onTestFinished(() => server.close());
  const smtp = { host: '127.0.0.1', port: server.port };
  const clients: SmtpClient[] = [];
  while (clients.length < 500) clients.push(await useSmtp({ smtp }));
  async function greeting(): Promise<string> {
    const socket = connect(smtp.port, smtp.host);
    onTestFinished(() => void socket.destroy());
    const [first] = (await once(socket, 'data')) as [Buffer];
    return first.toString();
  }
  return { greeting, clients, pass: (ms: number) => void (now += ms) };
}

it('a client that has not gone on for ten seconds gives its place to one that finds none', async () => {
  const { greeting, clients, pass } = await useFullSink();
  const [slow, quiet] = clients as [SmtpClient, SmtpClient];
  pass(9000);
  // Single bytes are no command: by them nobody keeps its place.
  slow.write('N');
  for (const client of clients.slice(2)) expect(await client.send('NOOP')).toMatch(/^250/);
  slow.write('O');
  expect(await greeting()).toMatch(/^421 4\.3\.2 At most 500/);
  pass(1000);
  slow.write('O');
  expect(await greeting()).toMatch(/^220/);
  expect(await slow.reply()).toMatch(/^421 4\.4\.2 Gave its place/);
  expect(await greeting()).toMatch(/^220/);
  expect(await quiet.reply()).toMatch(/^421 4\.4\.2/);
  // All others have gone on since.
  expect(await greeting()).toMatch(/^421 4\.3\.2/);
});

it('a message that grows keeps its place, one that stands still does not', async () => {
  const { greeting, clients, pass } = await useFullSink();
  const [stalled, growing] = clients as [SmtpClient, SmtpClient];
  for (const client of [stalled, growing]) {
    for (const command of ['MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA']) await client.send(command);
  }
  pass(10_000);
  for (const client of clients.slice(2)) await client.send('NOOP');
  stalled.write('x');
  growing.write(`${'x'.repeat(20_000)}\r\n`);
  await clients[2]?.send('NOOP');
  expect(await greeting()).toMatch(/^220/);
  expect(await stalled.reply()).toMatch(/^421 4\.4\.2/);
  expect(await greeting()).toMatch(/^421 4\.3\.2/);
  growing.write('.\r\n');
  expect(await growing.reply()).toMatch(/^550 5\.7\.1 The workspace/);
});
