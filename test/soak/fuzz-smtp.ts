import { connect } from 'node:net';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import type { Connection } from '../../src/index.js';
import { onTheWire } from '../support/on-the-wire.js';
import { smtpSession } from './smtp-sessions.js';
import type { Batch, SmtpSession } from './smtp-sessions.js';

/** A client that counts replies: each command gets exactly one. */
interface Counting {
  write(text: string): void;
  /** Writes what waits, cut into pieces, and answers the next `count` replies; fewer where the server hung up. */
  replies(count: number): Promise<string[]>;
  /** Ends the connection and answers what still came. */
  end(): Promise<string>;
  destroy(): void;
}

const patience = 10_000;
const wholeReply = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3} [^\r\n]*\r\n/;

/** Throws where a reply is none that a client can read (RFC 5321 4.2). */
function requireReply(reply: string): void {
  const lines = reply.split('\r\n').slice(0, -1);
  const code = reply.slice(0, 3);
  const isSound =
    /^[2-5][0-5]\d$/.test(code) && lines.every((text) => text.startsWith(code) && text.length <= 510);
  if (!isSound || /[^\x20-\x7e\r\n]|undefined|\[object|\.js:\d|<html/i.test(reply))
    throw new Error(`an unsound reply: ${JSON.stringify(reply)}`);
}

async function flush(socket: Socket, text: string, cuts: readonly number[]): Promise<void> {
  const bytes = Buffer.from(text, 'latin1');
  let from = 0;
  for (const cut of cuts) {
    if (from + cut >= bytes.length) break;
    socket.write(bytes.subarray(from, from + cut));
    from += cut;
    await new Promise((resolve) => setImmediate(resolve));
  }
  socket.write(bytes.subarray(from));
}

function openCounting({ host, port }: { host: string; port: number }, cuts: readonly number[]): Counting {
  const socket = connect(port, host);
  let [received, waiting, over] = ['', '', false];
  let wake: () => void = () => undefined;
  socket.setEncoding('latin1');
  socket.setNoDelay();
  socket.on('data', (chunk: string) => {
    received += chunk;
    wake();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    over = true;
    wake();
  });
  const changed = (what: string) =>
    new Promise<void>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no ${what} within ${patience} ms; last: ${received}`)),
        patience,
      );
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  return {
    write: (text) => void (waiting += text),
    async replies(count) {
      const [text, found] = [waiting, [] as string[]];
      waiting = '';
      await flush(socket, text, cuts);
      while (found.length < count) {
        const [reply] = wholeReply.exec(received) ?? [];
        if (reply !== undefined) {
          requireReply(reply);
          received = received.slice(reply.length);
          found.push(reply);
        } else if (over) break;
        else await changed('reply');
      }
      return found;
    },
    async end() {
      socket.end();
      while (!over) await changed('end of the connection');
      return received;
    },
    destroy: () => socket.destroy(),
  };
}

const commandsIn = (text: string) => text.split('\n').length - 1;

/** What a session left behind. */
interface Outcome {
  /** Messages that were acknowledged, in latin1. */
  acknowledged: string[];
  /** Messages that may be there: their reply never came, or refused them as a mailbox would, and such mail is shown. */
  unsure: string[];
}

type Target = Pick<Connection, 'smtp'>;

function login({ smtp: { user, pass } }: Target): string[] {
  const credentials = Buffer.from(`\0${user}\0${pass}`).toString('base64');
  return user === undefined
    ? ['EHLO fuzz.test\r\n']
    : ['EHLO fuzz.test\r\n', `AUTH PLAIN ${credentials}\r\n`];
}

const asKept = (message: string): string =>
  message === '' || message.endsWith('\r\n') ? message : `${message}\r\n`;

/** Sends one batch; answers whether the server still listens. */
async function sendBatch(client: Counting, { commands, message }: Batch, outcome: Outcome): Promise<boolean> {
  const text = commands.join('') + (message === null ? '' : 'DATA\r\n');
  client.write(text);
  const expected = commandsIn(text);
  const replies = await client.replies(expected);
  if (replies.length < expected || replies.at(-1)?.startsWith('421')) return false;
  if (message === null || !replies.at(-1)?.startsWith('354')) return true;
  client.write(onTheWire(Buffer.from(message, 'latin1')).toString('latin1'));
  const [reply] = await client.replies(1);
  if (reply?.startsWith('250')) outcome.acknowledged.push(asKept(message));
  else outcome.unsure.push(asKept(message));
  return reply !== undefined;
}

/** Plays a session; throws where a reply is missing, comes twice or is unsound. */
export async function playSession(
  target: Target,
  { batches, cuts, breaksOff }: SmtpSession,
): Promise<Outcome> {
  const outcome: Outcome = { acknowledged: [], unsure: [] };
  const client = openCounting(target.smtp, cuts);
  try {
    await client.replies(1);
    await sendBatch(client, { commands: login(target), message: null }, outcome);
    for (const batch of batches) if (!(await sendBatch(client, batch, outcome))) return outcome;
    if (breaksOff) {
      client.write(`RSET\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\nhalf a mess`);
      await client.replies(4);
      return outcome;
    }
    const left = await client.end();
    if (left !== '') throw new Error(`a reply that no command asked for: ${JSON.stringify(left)}`);
    return outcome;
  } finally {
    client.destroy();
  }
}

/** Throws where the inbox has not exactly the acknowledged messages, byte for byte. */
async function requireKept(
  { inbox }: Pick<Connection, 'inbox'>,
  { acknowledged, unsure }: Outcome,
): Promise<void> {
  const missing = [...acknowledged];
  const free = [...unsure];
  for (const { id } of await inbox.list()) {
    const raw = (await inbox.raw(id)).toString('latin1');
    const pool = missing.includes(raw) ? missing : free;
    const at = pool.indexOf(raw);
    if (at < 0) throw new Error(`a message that was not sent so: ${JSON.stringify(raw)}`);
    pool.splice(at, 1);
  }
  if (missing.length > 0) throw new Error(`acknowledged, and not there: ${JSON.stringify(missing[0])}`);
}

/** Plays generated sessions; throws with the seed and the smallest session that goes wrong. */
export async function fuzzSmtp(
  target: Pick<Connection, 'smtp' | 'inbox'>,
  { seed, runs }: { seed: number; runs: number },
): Promise<void> {
  const kept = fc.asyncProperty(smtpSession, async (session) => {
    await target.inbox.clear();
    await requireKept(target, await playSession(target, session));
  });
  await fc.assert(kept, {
    seed,
    numRuns: runs,
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: false,
  });
}
