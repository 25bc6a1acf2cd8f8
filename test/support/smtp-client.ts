import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { Connection } from '../../src/index.js';

/** A bare SMTP client on a socket: sends what it is given, byte for byte, and answers whole replies. */
export interface SmtpClient {
  /** The next reply, with all its lines. */
  reply(): Promise<string>;
  write(bytes: string | Buffer): void;
  /** Sends a line and answers the reply. */
  send(line: string): Promise<string>;
  /** Goes through a whole mail; `body` goes out as it is, so it must be stuffed and ended. */
  mail(to: string | readonly string[], body: string | Buffer): Promise<string>;
  startTls(): Promise<void>;
  /** Resolves when the server has closed the connection. */
  closed: Promise<void>;
  end(): void;
}

export async function useSmtp(
  { smtp }: Pick<Connection, 'smtp'>,
  { greet = true }: { greet?: boolean } = {},
): Promise<SmtpClient> {
  let socket: Socket = connect(smtp.port, smtp.host);
  let buffer = '';
  let wake: () => void = () => undefined;
  let over = false;
  const listen = () => {
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      buffer += chunk;
      wake();
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      over = true;
      wake();
    });
  };
  listen();
  onTestFinished(() => void socket.destroy());
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));

  async function reply(): Promise<string> {
    for (;;) {
      const whole = /^(?:\d{3}-.*\r\n)*\d{3}(?: .*)?\r\n/.exec(buffer)?.[0];
      if (whole !== undefined) {
        buffer = buffer.slice(whole.length);
        return whole.trimEnd();
      }
      if (over) throw new Error(`The server closed the connection after "${buffer}"`);
      await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  const send = (line: string) => {
    socket.write(`${line}\r\n`, 'latin1');
    return reply();
  };
  await reply();
  if (greet) await send('EHLO client.test');
  return {
    reply,
    write: (bytes) => void socket.write(bytes),
    send,
    async mail(to, body) {
      await send('MAIL FROM:<sender@example.test>');
      for (const address of [to].flat()) await send(`RCPT TO:<${address}>`);
      await send('DATA');
      socket.write(body);
      return reply();
    },
    async startTls() {
      await send('STARTTLS');
      socket.removeAllListeners('data');
      const secure = connectTls({ socket, rejectUnauthorized: false });
      await new Promise<void>((resolve, reject) => {
        secure.once('secureConnect', resolve);
        secure.once('error', reject);
      });
      socket = secure;
      listen();
    },
    closed,
    end: () => socket.end(),
  };
}
