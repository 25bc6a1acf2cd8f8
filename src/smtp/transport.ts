import type { Timers } from '../core/clock.js';
import type { MailTransport, OutgoingMail, SmtpReply } from '../core/ports.js';
import { openClientConnection } from './client-connection.js';
import type { ClientConnection, ClientOptions } from './client-connection.js';

/** Few connections, kept while there is work: a mail costs two round trips and no greeting. */
const maxConnections = 4;
const idleMs = 1000;

export interface PooledTransport extends MailTransport {
  close(): void;
}

/** The way of our own mail into the sink: a small pool of pipelining connections, opened when needed. */
export function createTransport(options: () => ClientOptions, timers: Timers): PooledTransport {
  const idle: { connection: ClientConnection; expiry: { cancel(): void } }[] = [];
  const waiting: (() => void)[] = [];
  let open = 0;
  let closed = false;

  const takeIdle = (): ClientConnection | undefined => {
    for (let kept = idle.pop(); kept; kept = idle.pop()) {
      kept.expiry.cancel();
      if (kept.connection.usable) return kept.connection;
      open -= 1;
    }
    return undefined;
  };

  async function acquire(): Promise<ClientConnection> {
    for (;;) {
      const kept = takeIdle();
      if (kept) return kept;
      if (open < maxConnections) {
        open += 1;
        return openClientConnection(options()).catch((error: Error) => {
          open -= 1;
          waiting.shift()?.();
          throw error;
        });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  function release(connection: ClientConnection) {
    if (!connection.usable || closed) {
      open -= 1;
      connection.close();
    } else {
      const entry = { connection, expiry: timers.after(idleMs, () => retire(entry)) };
      idle.push(entry);
    }
    waiting.shift()?.();
  }
  function retire(entry: (typeof idle)[number]) {
    const index = idle.indexOf(entry);
    if (index < 0) return;
    idle.splice(index, 1);
    open -= 1;
    entry.connection.close();
  }

  return {
    async send(mail: OutgoingMail): Promise<SmtpReply> {
      const connection = await acquire();
      try {
        return await connection.send(mail);
      } finally {
        release(connection);
      }
    },
    close() {
      closed = true;
      for (const entry of [...idle]) {
        entry.expiry.cancel();
        retire(entry);
      }
    },
  };
}
