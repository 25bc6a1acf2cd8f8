import type { SmtpReply } from '../../contract/smtp-reply.js';
import type { Timers } from '../../core/time/clock.js';
import type { MailTransport, OutboundMail } from '../../core/ports/ports.js';
import { openClientConnection, UnsentError } from './connection.js';
import type { ClientConnection, ClientOptions } from './connection.js';

/** Few connections, kept while there is work: a mail costs one round trip and no greeting. */
const maxConnections = 16;
/** Mails on one connection at a time: while the content of one goes out the next is announced. */
const maxLoad = 2;
const idleMs = 1000;

export interface PooledTransport extends MailTransport {
  close(): void;
}

interface Line {
  connection: ClientConnection;
  load: number;
}

/** The way of our own mail into the sink: a small pool of pipelining connections, opened when needed. */
export function createTransport(options: () => ClientOptions, timers: Timers): PooledTransport {
  let lines: Line[] = [];
  let opening = 0;
  const waiting: (() => void)[] = [];
  let sweep: { cancel(): void } | null = null;
  let closed = false;

  async function openLine(): Promise<Line> {
    opening += 1;
    try {
      const line = { connection: await openClientConnection(options()), load: 1 };
      lines.push(line);
      return line;
    } finally {
      opening -= 1;
    }
  }
  const take = (line: Line): Line => {
    line.load += 1;
    return line;
  };
  /** A place on a line: on an idle one, else a new one, else the least busy. */
  async function acquire(): Promise<Line> {
    for (;;) {
      lines = lines.filter(({ connection }) => connection.usable);
      const line = lines.reduce<Line | null>(
        (least, next) => (next.load < (least?.load ?? maxLoad) ? next : least),
        null,
      );
      if (line?.load === 0) return take(line);
      if (lines.length + opening < maxConnections) return openLine();
      if (line) return take(line);
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }
  const retire = (line: Line) => {
    lines = lines.filter((kept) => kept !== line);
    line.connection.close();
  };
  /** Closes what had nothing to do for a while. */
  function sweepLater() {
    sweep ??= timers.after(idleMs, () => {
      sweep = null;
      if (lines.every(({ load }) => load === 0)) lines.forEach(retire);
      else sweepLater();
    });
  }
  function release(line: Line) {
    line.load -= 1;
    if (closed && line.load === 0) retire(line);
    else sweepLater();
    waiting.shift()?.();
  }

  async function sendOnce(mail: OutboundMail): Promise<SmtpReply> {
    const line = await acquire().catch((error: unknown) => {
      waiting.shift()?.();
      throw error;
    });
    try {
      return await line.connection.send(mail);
    } finally {
      release(line);
    }
  }

  return {
    async send(mail) {
      try {
        return await sendOnce(mail);
      } catch (error) {
        // The mail before it on the same connection may have ended that: once more, over another.
        if (!(error instanceof UnsentError)) throw error;
        return sendOnce(mail);
      }
    },
    close() {
      closed = true;
      sweep?.cancel();
      lines.filter(({ load }) => load === 0).forEach(retire);
    },
  };
}
