import type { SmtpReply } from '../../contract/smtp-reply.js';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { isEmailAddress } from '../../contract/fields.js';
import type { OutboundMail } from '../../core/ports/ports.js';

/** One SMTP connection of ours to the sink: greeted, authenticated, pipelining (RFC 2920). */
export interface ClientConnection {
  send(mail: OutboundMail): Promise<SmtpReply>;
  readonly usable: boolean;
  close(): void;
}

/** The connection ended before the content of a mail was sent: it may be sent again over another. */
export class UnsentError extends Error {}

export interface ClientOptions {
  host: string;
  port: number;
  user: string;
  password: string;
}

const lastLine = /^(\d{3}) ?(?:(\d\.\d{1,3}\.\d{1,3}) )?(.*)$/;

/** Replies of a server in order; multi-line ones count once. */
function createReplies(socket: Socket) {
  const waiting: { resolve(reply: SmtpReply): void; reject(error: Error): void }[] = [];
  const arrived: SmtpReply[] = [];
  let rest = '';
  let broken: Error | null = null;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    const rows = (rest + chunk).split('\r\n');
    rest = rows.pop() ?? '';
    for (const row of rows) {
      if (row[3] === '-') continue;
      const [, code = '0', status = '', text = ''] = lastLine.exec(row) ?? [];
      const reply = { code: Number(code), status, text };
      const next = waiting.shift();
      if (next) next.resolve(reply);
      else arrived.push(reply);
    }
  });
  const fail = (error: Error) => {
    broken ??= error;
    for (const { reject } of waiting.splice(0)) reject(broken);
  };
  socket.on('error', fail);
  socket.on('close', () => fail(new Error('The SMTP connection was closed')));
  const next = (): Promise<SmtpReply> => {
    const early = arrived.shift();
    if (early) return Promise.resolve(early);
    if (broken) return Promise.reject(broken);
    return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
  };
  return { next, isBroken: () => broken !== null };
}

/**
 * The last look at an envelope before it becomes commands, whichever way its addresses came: the reply that a server gives
 * to one that is no address. Null where both are.
 */
function refusalOf({ from, to }: OutboundMail): SmtpReply | null {
  if (!isEmailAddress(from)) return { code: 553, status: '5.1.7', text: 'The sender is no address' };
  return isEmailAddress(to) ? null : { code: 553, status: '5.1.3', text: 'The recipient is no address' };
}

/** The identity and secret of AUTH PLAIN, which NUL separates (RFC 4616 2). */
function credentials(user: string, password: string): string {
  if (/[\u0000\r\n]/.test(user + password)) throw new Error('AUTH: expected a name without NUL, CR and LF');
  return Buffer.from(`\0${user}\0${password}`).toString('base64');
}

const [dot, cr, lf] = [0x2e, 0x0d, 0x0a];
const lineDot = Buffer.from('\r\n.');
const endOfData = Buffer.from('.\r\n');
const lineAndEnd = Buffer.from('\r\n.\r\n');

/** The content with each dot at the start of a line doubled: one buffer, since a mail may have millions of such lines. */
function doubleDots(raw: Buffer, first: number): Buffer {
  const content = Buffer.allocUnsafe(raw.length + Math.ceil((raw.length - first) / lineDot.length) + 1);
  let size = raw.copy(content, 0, 0, first);
  for (let at = first; at < raw.length; at += 1) {
    const byte = raw[at] as number;
    const startsLine = at === 0 || (raw[at - 1] === lf && raw[at - 2] === cr);
    if (byte === dot && startsLine) content[size++] = dot;
    content[size++] = byte;
  }
  return content.subarray(0, size);
}

/** RFC 5321 4.5.2: a dot at the start of a line is doubled; then the end of data. A mail without one is not copied. */
function dotStuff(raw: Buffer): { content: Buffer; end: Buffer } {
  const first = raw[0] === dot ? 0 : raw.indexOf(lineDot);
  const isClosed = raw.length >= 2 && raw[raw.length - 2] === cr && raw[raw.length - 1] === lf;
  return { content: first < 0 ? raw : doubleDots(raw, first), end: isClosed ? endOfData : lineAndEnd };
}

export async function openClientConnection({
  host,
  port,
  user,
  password,
}: ClientOptions): Promise<ClientConnection> {
  const socket = connect({ host, port, noDelay: true });
  const replies = createReplies(socket);
  const expect = async (what: string, highest = 399): Promise<SmtpReply> => {
    const reply = await replies.next();
    if (reply.code > highest) throw new Error(`${what}: ${reply.code} ${reply.status} ${reply.text}`);
    return reply;
  };
  await expect('SMTP greeting');
  socket.write('EHLO maildrone-emulator\r\n');
  await expect('EHLO');
  if (user !== '') {
    socket.write(`AUTH PLAIN ${credentials(user, password)}\r\n`);
    await expect('AUTH');
  }

  /** What is written in one turn of the event loop goes out together. */
  let corked = false;
  const write = (piece: string | Buffer) => {
    if (!corked) {
      corked = true;
      socket.cork();
      setImmediate(() => {
        corked = false;
        socket.uncork();
      });
    }
    socket.write(piece);
  };

  /** The three commands go out in one write. A refusal of any ends the transaction and is its outcome. */
  async function sendEnvelope({ from, to }: OutboundMail): Promise<SmtpReply | null> {
    write(`MAIL FROM:<${from}> BODY=8BITMIME\r\nRCPT TO:<${to}>\r\nDATA\r\n`);
    const all = await Promise.all([replies.next(), replies.next(), replies.next()]);
    const refused = all.find(({ code }) => code >= 400);
    if (!refused) return null;
    const emptied = all[2].code === 354;
    write(emptied ? '.\r\nRSET\r\n' : 'RSET\r\n');
    await Promise.all(emptied ? [replies.next(), replies.next()] : [replies.next()]);
    return refused;
  }

  // The envelope of the next mail follows right behind the content of this one (RFC 2920 3.1), not behind its reply.
  let turn = Promise.resolve();
  async function send(mail: OutboundMail): Promise<SmtpReply> {
    const refusal = refusalOf(mail);
    if (refusal) return refusal;
    const before = turn;
    let pass: () => void = () => undefined;
    turn = new Promise((resolve) => (pass = resolve));
    await before;
    try {
      const refused = await sendEnvelope(mail).catch((error: Error) => {
        throw new UnsentError(error.message);
      });
      if (refused) return refused;
      const { content, end } = dotStuff(mail.raw);
      write(content);
      write(end);
      const reply = replies.next();
      pass();
      return await reply;
    } finally {
      pass();
    }
  }

  return {
    send,
    get usable() {
      return !replies.isBroken() && socket.writable;
    },
    close: () => socket.end('QUIT\r\n'),
  };
}
