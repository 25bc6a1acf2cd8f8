import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { toCampaign } from '../contract/campaign.js';
import { toLogEvent } from '../contract/event.js';
import type { ClockState, LiveFrame } from '../contract/frame.js';
import type { WorkspaceId } from '../contract/ids.js';
import { toSummary } from '../contract/message.js';
import type { Commit, RowChange, Store } from '../core/ports.js';

export interface LiveDeps {
  id: WorkspaceId;
  store: Store;
  clockState(): ClockState;
}

/** The live view of one workspace: every change as a frame to everyone who watches. */
export interface Live {
  /** Greets a client and sends what changed after `since` (nothing when not given). */
  attach(socket: WebSocket, since: number | null): void;
  /** The workspace is in another state: everyone is to ask for everything anew. */
  replaced(): void;
  stop(): void;
}

/** Frames kept for those who come back. */
const bufferSize = 5000;
/** A client that does not read is cut off: it reconnects and gets what it missed. */
const maxBuffered = 16 * 1024 * 1024;

export function createLive({ id, store, clockState }: LiveDeps): Live {
  const clients = new Set<WebSocket>();
  let buffer: LiveFrame[] = [];
  let droppedUpTo = store.seq;

  function framesOf({ seq, changes, events }: Commit): LiveFrame[] {
    const rows = changes.flatMap((change) => frameOfRow(change, seq) ?? []);
    const logged = events.map((event): LiveFrame => ({
      type: 'event',
      seq: event.seq,
      event: toLogEvent(event),
    }));
    return [...rows, ...logged].sort((a, b) => a.seq - b.seq);
  }
  function frameOfRow(change: RowChange, seq: number): LiveFrame | null {
    switch (change.table) {
      case 'messages': {
        const { row } = change;
        if (!row || row.removed) return { type: 'message_removed', seq, id: change.id as `email_${string}` };
        return { type: 'message', seq: row.seq, message: toSummary(row) };
      }
      case 'campaigns':
        return change.row
          ? { type: 'campaign', seq, campaign: toCampaign(change.row) }
          : { type: 'campaign_removed', seq, id: change.id as `campaign_${string}` };
      case 'meta':
        return change.id === 'clock' ? { type: 'clock', seq, clock: clockState() } : null;
      default:
        return null;
    }
  }
  function publish(commit: Commit) {
    const frames = framesOf(commit);
    buffer.push(...frames);
    if (buffer.length > 2 * bufferSize) {
      droppedUpTo = buffer[bufferSize - 1]?.seq ?? droppedUpTo;
      buffer = buffer.slice(bufferSize);
    }
    if (clients.size > 0) for (const frame of frames) broadcast(JSON.stringify(frame));
  }
  function broadcast(text: string) {
    for (const socket of clients) {
      if (socket.bufferedAmount > maxBuffered) socket.terminate();
      else socket.send(text);
    }
  }

  /** All that changed after `since`: from the buffer, or from the state where the buffer does not reach back. */
  function missedSince(since: number): LiveFrame[] {
    if (since >= droppedUpTo) return buffer.filter(({ seq }) => seq > since);
    const messages = store.messages
      .changedSince(since)
      .map((row): LiveFrame =>
        row.removed
          ? { type: 'message_removed', seq: row.seq, id: row.id }
          : { type: 'message', seq: row.seq, message: toSummary(row) },
      );
    const events = [...store.events.since(since)].map((event): LiveFrame => ({
      type: 'event',
      seq: event.seq,
      event: toLogEvent(event),
    }));
    const frames = [...messages, ...events].sort((a, b) => a.seq - b.seq);
    return [{ type: 'resync', seq: store.seq }, ...frames];
  }

  const unsubscribe = store.subscribe(publish);
  return {
    attach(socket, since) {
      const hello: LiveFrame = { type: 'hello', seq: store.seq, workspace: id, now: clockState().now };
      for (const frame of [hello, ...(since === null ? [] : missedSince(since))])
        socket.send(JSON.stringify(frame));
      clients.add(socket);
      socket.on('close', () => clients.delete(socket));
      socket.on('error', () => socket.terminate());
    },
    replaced() {
      const { seq } = store;
      buffer = [];
      droppedUpTo = seq;
      broadcast(JSON.stringify({ type: 'resync', seq } satisfies LiveFrame));
      broadcast(JSON.stringify({ type: 'clock', seq, clock: clockState() } satisfies LiveFrame));
    },
    stop() {
      unsubscribe();
      for (const socket of clients) socket.close(1001, 'The emulator stops');
      clients.clear();
    },
  };
}

/** Upgrades HTTP connections to WebSockets. */
export function createLiveDoor(): {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, onSocket: (socket: WebSocket) => void): void;
  close(): void;
} {
  // Nothing is expected from clients, so what they may send is small.
  const server = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 });
  return {
    accept: (request, socket, head, onSocket) => server.handleUpgrade(request, socket, head, onSocket),
    close: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
