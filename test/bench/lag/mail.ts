import { connect } from 'node:net';
import { openClientConnection } from '../../../src/smtp/client/connection.js';
import { asked, pageOf, told } from './case.js';
import type { Case } from './case.js';
import type { Target } from './process.js';

const head = (type: string) =>
  `Subject: hostile\r\nFrom: a@b.test\r\nTo: c@d.test\r\nContent-Type: ${type}\r\n\r\n`;
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

async function deliver(target: Target, raw: string, times = 1): Promise<string> {
  const options = { host: '127.0.0.1', port: target.smtpPort, user: '', password: '' };
  const connection = await openClientConnection(options);
  let code = 0;
  for (let n = 0; n < times; n += 1)
    code = (await connection.send({ from: 'a@b.test', to: 'c@d.test', raw: Buffer.from(raw) })).code;
  connection.close();
  await target.call('GET', '/_emulator/messages?limit=1');
  await target.atRest();
  return String(code);
}

/** The mail arrives; then each part of it is asked for, and it is searched. */
function mail(name: string, raw: () => string): Case[] {
  const idOf = async (target: Target) => {
    const { body } = await target.call('GET', '/_emulator/messages?limit=1');
    return /"id":"(email_[^"]+)"/.exec(body)?.[1] ?? '';
  };
  return [
    { name: `${name} comes`, run: (target) => deliver(target, raw()) },
    {
      name: `${name} is looked at`,
      prepare: (target) => deliver(target, raw()),
      async run(target) {
        const id = await idOf(target);
        const answers: string[] = [];
        for (const part of ['', '/html', '/text', '/raw', '/html?remote=1', ''])
          answers.push(await told(target, 'GET', `/_emulator/messages/${id}${part}`));
        return answers.join(' ').slice(0, 60);
      },
    },
    {
      name: `${name} is searched`,
      prepare: (target) => deliver(target, raw()),
      async run(target) {
        for (const q of ['gooseberry', 'words', 'e', '"a link"', 'header:subject=hostile', '-words'])
          await told(target, 'GET', `/_emulator/messages?q=${encodeURIComponent(q)}`);
        return '';
      },
    },
  ];
}

function openSmtp(port: number) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  let wake = () => undefined as void;
  socket.on('data', (data) => {
    text += data.toString();
    wake();
  });
  socket.on('error', () => undefined);
  const reply = async () => {
    while (!/^\d{3} .*\r\n/m.test(text)) await new Promise<void>((resolve) => (wake = resolve));
    text = '';
  };
  return { socket, reply, command: (line: string) => (socket.write(`${line}\r\n`), reply()) };
}

/** Sixty sessions that send 20 MB each and never end. */
async function openData(target: Target): Promise<string> {
  const sessions = await Promise.all(
    Array.from({ length: 60 }, async () => {
      const session = openSmtp(target.smtpPort);
      await session.reply();
      for (const line of ['EHLO x', 'MAIL FROM:<a@b.test>', 'RCPT TO:<c@d.test>', 'DATA'])
        await session.command(line);
      return session;
    }),
  );
  const chunk = Buffer.from(`${'x'.repeat(98)}\r\n`.repeat(2e5));
  for (const { socket } of sessions) socket.write(chunk);
  await new Promise((resolve) => setTimeout(resolve, 4000));
  for (const { socket } of sessions) socket.destroy();
  return '';
}

/** WebSockets that ask for all and read nothing. */
async function silentSockets(target: Target, count = 20): Promise<string> {
  const port = Number(new URL(target.url).port);
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(
      'GET /_emulator/live?since=0 HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    );
    return socket.pause();
  });
  await new Promise((resolve) => setTimeout(resolve, 3000));
  for (const socket of sockets) socket.destroy();
  return '';
}

const small = `${head('text/plain')}${'long '.repeat(180)}\r\n`;

/** Mail from outside, and who watches it come. */
export const mailCases: Case[] = [
  ...mail('24 MB of html', () => head('text/html') + crlf(pageOf(24e6))),
  ...mail(
    '24 MB of text',
    () => head('text/plain') + crlf('Some words of a text, https://a.b/c\n'.repeat(660_000)),
  ),
  ...mail('24 MB of text in one word', () => head('text/plain') + 'x'.repeat(24e6)),
  ...mail(
    '20 MB of headers',
    () => `${'X-Header: some words of a header\r\n'.repeat(600_000)}${head('text/plain')}x\r\n`,
  ),
  ...mail(
    '5,000 parts',
    () =>
      `${head('multipart/mixed; boundary=b')}${'--b\r\nContent-Type: text/plain; name=a.txt\r\n\r\nx\r\n'.repeat(5000)}--b--\r\n`,
  ),
  { name: '24 MB of dots', run: (target) => deliver(target, head('text/plain') + '..\r\n'.repeat(6e6)) },
  {
    name: '100 mails of 1 MB are searched',
    prepare: (target) =>
      deliver(target, head('text/plain') + crlf('Some words of a text\n'.repeat(47_000)), 100),
    async run(target) {
      for (const q of ['gooseberry', 'words', 'e', '"words of a"', '-text', 'header:subject=x'])
        await told(target, 'GET', `/_emulator/messages?q=${encodeURIComponent(q)}`);
      return '';
    },
  },
  { name: '60 open DATA of 20 MB', run: openData },
  {
    name: '20 WebSockets that never read',
    prepare: (target) => deliver(target, small, 6000),
    run: (target) => silentSockets(target),
  },
  {
    name: '200 WebSockets that never read',
    prepare: (target) => deliver(target, small, 6000),
    run: (target) => silentSockets(target, 200),
  },
  {
    name: '20 WebSockets that never read, while mail comes',
    prepare: (target) => deliver(target, small, 3000),
    run: async (target) => {
      await Promise.all([silentSockets(target), deliver(target, small, 3000)]);
      return '';
    },
  },
  {
    name: '5,000 mails come while others search',
    async run(target) {
      const queries = ['long', '-long', '-zz', 'header:subject=x', '"long long"', 'zz -a', 'larger:1mb'];
      let isOver = false;
      const search = async () => {
        for (let at = 0; !isOver; at += 1)
          await told(target, 'GET', `/_emulator/messages?limit=500&q=${queries[at % queries.length]}`);
      };
      const searching = search();
      await Promise.all([1, 2].map(() => deliver(target, small, 2500)));
      isOver = true;
      await searching;
      return '';
    },
  },
  {
    name: '1,000 calls with bodies of 1 MB',
    async run(target) {
      const body = `{"email":"x","company":"${'x'.repeat(1e6)}"}`;
      for (let n = 0; n < 200; n += 1) await target.call('POST', '/v2/contacts', body);
      await target.call('GET', '/_emulator/requests?limit=500');
      return told(target, 'GET', '/_emulator/requests/wait?count=200&timeout=100');
    },
  },
  {
    name: 'mail of 5 MB by the API is looked at',
    prepare: async (target) => {
      await asked(target, 'POST', '/v2/emails', {
        from_email: 'a@b.test',
        to: 'c@d.test',
        subject: 's',
        content: { html: pageOf(5e6) },
      });
      await target.atRest();
    },
    async run(target) {
      const { body } = await target.call('GET', '/_emulator/messages?limit=1');
      const id = /"id":"(email_[^"]+)"/.exec(body)?.[1] ?? '';
      for (const part of ['', '/html', '/text', '/raw'])
        await target.call('GET', `/_emulator/messages/${id}${part}`);
      return '';
    },
  },
];
