import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { openClientConnection } from '../../src/smtp/client/connection.js';

/** An SMTP server that keeps nothing. */
export interface Bare {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** smtp-server as it is shipped but for its reverse look-ups; `take` gets each body. */
export async function startBare(
  take: (body: Buffer) => Promise<void> | void = () => undefined,
): Promise<Bare> {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, callback) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        callback();
        void take(Buffer.concat(chunks));
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { host: '127.0.0.1', port, close: () => new Promise((resolve) => server.close(() => resolve())) };
}

const row = (index: number) =>
  `<tr><td style="padding:8px;font:14px/1.5 sans-serif;color:#333"><a href="https://shop.example/item/${index}?ref=mail&amp;pos=${index}" style="color:#c00">Item ${index}</a> for {{first_name}}, a fine thing for level {{custom_fields.level}}, with a text long enough to be read twice.</td></tr>\n`;
/** 10 KB of html, personal and full of links. */
export const page = `<!doctype html><html><head><style>td{color:#333}</style></head><body><h1>Hi {{first_name}}</h1><table>\n${Array.from({ length: 34 }, (_, index) => row(index)).join('')}</table><p><a href="{{unsubscribe_url}}">Unsubscribe</a></p></body></html>`;

export const rawMail = (to: string): Buffer =>
  Buffer.from(
    `From: a@example.test\r\nTo: ${to}\r\nSubject: From outside\r\nContent-Type: text/html; charset=utf-8\r\n\r\n${page.replaceAll('\n', '\r\n')}\r\n`,
  );

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

/** Sends `count` mails over `connections` lean connections; answers mails a second. */
export async function leanRate(
  target: { host: string; port: number },
  { count, connections, raw }: { count: number; connections: number; raw: Buffer },
): Promise<number> {
  const open = () => openClientConnection({ ...target, user: '', password: '' });
  const all = await Promise.all(Array.from({ length: connections }, open));
  let left = count;
  const took = await seconds(() =>
    Promise.all(
      all.map(async (connection) => {
        while (left-- > 0) await connection.send({ from: 'a@example.test', to: 'b@example.test', raw });
      }),
    ),
  );
  for (const connection of all) connection.close();
  return count / took;
}

/** One connection for each mail, one after the other; answers mails a second. */
export async function singleRate(target: { host: string; port: number }, count: number): Promise<number> {
  const raw = rawMail('b@example.test');
  const took = await seconds(async () => {
    for (let index = 0; index < count; index += 1) {
      const connection = await openClientConnection({ ...target, user: '', password: '' });
      await connection.send({ from: 'a@example.test', to: 'b@example.test', raw });
      connection.close();
    }
  });
  return count / took;
}

export async function nodemailerRate(target: { host: string; port: number }, count: number): Promise<number> {
  const transport = createTransport({ ...target, pool: true, maxConnections: 5, maxMessages: Infinity });
  const mail = { from: 'a@example.test', to: 'b@example.test', subject: 'Hi', html: page, text: 'Hi' };
  const took = await seconds(() =>
    Promise.all(Array.from({ length: count }, () => transport.sendMail(mail))),
  );
  transport.close();
  return count / took;
}
