import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { openClientConnection } from '../../src/smtp/client/connection.js';
import type { ClientConnection } from '../../src/smtp/client/connection.js';

/** An SMTP server that keeps nothing, in this process. */
export interface Bare {
  host: string;
  port: number;
  close(): Promise<void>;
}

/** smtp-server as it is shipped but for its reverse look-ups. */
export async function startBare(): Promise<Bare> {
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS'],
    closeTimeout: 100,
    onData(stream, _session, callback) {
      stream.on('end', () => callback());
      stream.resume();
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

/** The same page with a file of a megabyte. */
export const largeMail = (): Buffer => {
  const html = `Content-Type: text/html; charset=utf-8\r\n\r\n${page.replaceAll('\n', '\r\n')}`;
  const mime = 'Content-Type: application/zip\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  const file = Buffer.alloc(750_000, 'attachment').toString('base64').replace(/.{76}/g, '$&\r\n');
  const head = 'From: a@example.test\r\nTo: b@example.test\r\nSubject: A file\r\n';
  const type = 'Content-Type: multipart/mixed; boundary=part\r\n\r\n';
  return Buffer.from(`${head}${type}--part\r\n${html}\r\n--part\r\n${mime}${file}\r\n--part--\r\n`);
};

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const from = performance.now();
  await work();
  return (performance.now() - from) / 1000;
};

/** Sends a mail; a target that does not take it in is not measured. */
async function deliver(connection: ClientConnection, raw: Buffer): Promise<void> {
  const { code, text } = await connection.send({ from: 'a@example.test', to: 'b@example.test', raw });
  if (code !== 250) throw new Error(`a mail was answered ${code} ${text}`);
}

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
        while (left-- > 0) await deliver(connection, raw);
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
      await deliver(connection, raw);
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
