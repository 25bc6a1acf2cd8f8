import type { LiveFrame } from '../contract/frame.js';
import type { LiveChanges, ClientPosition } from './live-changes.js';

/** What is asked of a WebSocket. */
export interface LiveSocket {
  readonly OPEN: number;
  readonly readyState: number;
  readonly bufferedAmount: number;
  send(text: string, sent?: () => void): void;
  on(event: 'close' | 'error', act: () => void): unknown;
  close(code: number, reason: string): void;
  terminate(): void;
}

/** A client that has all changes up to its place; `isBehind` where there is more to tell it. */
export interface Newcomer {
  socket: LiveSocket;
  greeting: LiveFrame;
  place: ClientPosition;
  isBehind: boolean;
  relieve(): void;
}

/** The clients of one workspace. Each goes at its own pace: one that does not read is sent no more until it does. */
export interface LiveClients {
  /** `relieve` is called when it may leave much unread: it cuts the slowest clients where all together leave too much. */
  add(client: Newcomer): void;
  readonly size: number;
  /**
   * Sends frames to those who have all that came before; the others come to them by themselves. They have all up to `upTo`
   * then; null for what is no change.
   */
  send(frames: readonly LiveFrame[], upTo: number | null): void;
  close(reason: string): void;
}

interface Client extends ClientPosition {
  socket: LiveSocket;
  relieve(): void;
  /** Gets page after page until it has all. */
  isBehind: boolean;
  /** It was behind when something was sent that no page brings back. */
  hasMissed: boolean;
}

/** What a client may leave unread before it falls behind. */
const mostUnread = 128 * 1024;

/** Frames that are sent at once to all clients together: some milliseconds. More go page by page to one after the other. */
const mostSentAtOnce = 2000;

/** A queue of clients: runs work on them one by one, each in a turn of the event loop. */
function createClientQueue(work: (client: Client) => void): (client: Client) => void {
  const waiting: Client[] = [];
  function next() {
    const client = waiting.shift();
    if (waiting.length > 0) setImmediate(next);
    if (client) work(client);
  }
  return (client) => {
    waiting.push(client);
    if (waiting.length === 1) setImmediate(next);
  };
}

export function createLiveClients(changes: LiveChanges): LiveClients {
  const clients = new Set<Client>();
  const catchUpLater = createClientQueue(catchUp);

  /** The next page once the one before has left: so a client holds one page, however much it has missed. */
  function catchUp(client: Client): void {
    const frames = client.socket.readyState === client.socket.OPEN ? changes.next(client) : [];
    if (frames.length === 0 && client.hasMissed) {
      client.hasMissed = false;
      frames.push({ type: 'resync', seq: client.at });
    }
    client.isBehind = frames.length > 0;
    if (frames.length > 0) write(client, frames, () => catchUpLater(client));
  }
  function write({ socket, relieve }: Client, frames: readonly LiveFrame[], sent: () => void): void {
    frames.forEach((frame, index) => {
      const text = JSON.stringify(frame);
      if (index < frames.length - 1) socket.send(text);
      else socket.send(text, sent);
    });
    relieve();
  }
  /** They fetch what came by themselves. */
  function leaveBehind(): void {
    for (const client of clients) {
      if (client.isBehind) continue;
      client.isBehind = true;
      catchUpLater(client);
    }
  }
  return {
    get size() {
      return clients.size;
    },
    add({ socket, greeting, place, isBehind, relieve }) {
      const client: Client = {
        socket,
        relieve,
        ...place,
        isBehind,
        hasMissed: false,
      };
      clients.add(client);
      socket.on('close', () => clients.delete(client));
      socket.on('error', () => socket.terminate());
      socket.send(JSON.stringify(greeting));
      if (isBehind) catchUpLater(client);
    },
    send(frames, upTo) {
      const isMuch = upTo !== null && frames.length * clients.size > mostSentAtOnce;
      if (isMuch) return leaveBehind();
      const texts = frames.map((frame) => JSON.stringify(frame));
      for (const client of clients) {
        if (client.isBehind) {
          client.hasMissed ||= upTo === null;
          continue;
        }
        if (upTo !== null) client.at = upTo;
        texts.forEach((text, index) =>
          client.socket.send(text, () => {
            if (index === texts.length - 1 && client.isBehind) catchUpLater(client);
          }),
        );
        client.isBehind = client.socket.bufferedAmount > mostUnread;
        if (client.isBehind) client.relieve();
      }
    },
    close(reason) {
      for (const { socket } of clients) socket.close(1001, reason);
      clients.clear();
    },
  };
}
