import type { LookupFunction } from 'node:net';
import type { Timers } from '../core/time/clock.js';
import { openReceiverLink, StaleConnectionError } from './receiver-link.js';
import type { ReceiverLink } from './receiver-link.js';
import type { ReceiverAnswer } from './receiver-answer.js';

/** One POST to an endpoint. */
export interface Post {
  url: URL;
  headers: Record<string, string>;
  body: string;
}

/** The way to one endpoint: a connection that is kept open from one delivery to the next. */
export interface ReceiverConnection {
  /** Posts and reads the answer. Rejects where no answer begins within 15 s; one that does not end by then is broken off. Redirects are not followed. */
  post(post: Post): Promise<ReceiverAnswer>;
  /** Cuts what is under way, and lets nothing follow. */
  close(): void;
}

export interface ConnectionDeps {
  timers: Timers;
  /** Resolves names; may refuse an address. */
  lookup: LookupFunction;
}

/** From the first byte of the connection to the last of the answer. */
const timeoutMs = 15_000;

export function createReceiverConnection({ timers, lookup }: ConnectionDeps): ReceiverConnection {
  let link: ReceiverLink | null = null;
  let closed = false;

  function requireOpen() {
    if (closed) throw new Error('The emulator stops');
  }
  function cut(error: Error) {
    link?.cut(error);
    link = null;
  }
  /** The URL of an endpoint may be changed at any time. */
  async function linkTo(origin: string): Promise<ReceiverLink> {
    if (link?.origin === origin) return link;
    cut(new Error('The endpoint has another URL now'));
    const opened = await openReceiverLink(origin, lookup);
    requireOpen();
    link = opened;
    return opened;
  }
  async function exchange({ url, headers, body }: Post): Promise<ReceiverAnswer> {
    const path = `${url.pathname}${url.search}`;
    const to = await linkTo(url.origin);
    return to.exchange({ path, method: 'POST', headers, body });
  }

  return {
    async post(post) {
      requireOpen();
      const alarm = timers.after(timeoutMs, () =>
        cut(new Error(`No whole answer within ${timeoutMs / 1000} s`)),
      );
      try {
        return await exchange(post).catch((error: unknown) => {
          if (!(error instanceof StaleConnectionError)) throw error;
          requireOpen();
          return exchange(post);
        });
      } finally {
        alarm.cancel();
      }
    },
    close() {
      closed = true;
      cut(new Error('The emulator stops'));
    },
  };
}
