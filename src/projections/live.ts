import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { toCampaign } from '../contract/campaign.js';
import { toLogEvent } from '../contract/event.js';
import type { EventRecord } from '../contract/event.js';
import { changedTables } from '../contract/frame.js';
import type { ClockState, LiveFrame } from '../contract/frame.js';
import type { CampaignId, MessageId, WorkspaceId } from '../contract/ids.js';
import { toSummary } from '../contract/message.js';
import type { MessageRecord } from '../contract/message.js';
import { toCallSummary } from '../contract/request.js';
import type { ApiCall } from '../contract/request.js';
import type { Bulk, Commit, RowChange, Store } from '../core/ports/ports.js';

export interface LiveDeps {
  id: WorkspaceId;
  store: Store;
  clockState(): ClockState;
  /** Calls the listener with each call of `/v2`, once it is answered. */
  onCall(listener: (call: ApiCall) => void): () => void;
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

/** A change that clients get as a frame; rows never change, so the frame is made only when a client is connected. */
interface LiveChange {
  seq: number;
  frame(): LiveFrame;
}

const messageChange = (row: MessageRecord): LiveChange => ({
  seq: row.seq,
  frame: () =>
    row.removed
      ? { type: 'message_removed', seq: row.seq, id: row.id }
      : { type: 'message', seq: row.seq, message: toSummary(row) },
});
const eventChange = (event: EventRecord): LiveChange => ({
  seq: event.seq,
  frame: () => ({ type: 'event', seq: event.seq, event: toLogEvent(event) }),
});
const inOrder = (a: LiveChange, b: LiveChange): number => a.seq - b.seq;

export function createLive({ id, store, clockState, onCall }: LiveDeps): Live {
  const clients = new Set<WebSocket>();
  let buffer: LiveChange[] = [];
  let droppedUpTo = store.seq;
  let bulkUpTo = 0;

  function changeOfRow(change: RowChange, seq: number): LiveChange | null {
    switch (change.table) {
      case 'messages': {
        const { row, id } = change;
        if (row) return messageChange(row.removed ? { ...row, seq } : row);
        return { seq, frame: () => ({ type: 'message_removed', seq, id: id as MessageId }) };
      }
      case 'campaigns': {
        const { row, id } = change;
        if (row) return { seq, frame: () => ({ type: 'campaign', seq, campaign: toCampaign(row) }) };
        return { seq, frame: () => ({ type: 'campaign_removed', seq, id: id as CampaignId }) };
      }
      case 'meta': {
        if (change.id !== 'clock') return null;
        const clock = clockState();
        return { seq, frame: () => ({ type: 'clock', seq, clock }) };
      }
      default:
        return null;
    }
  }
  function publish({ seq, bulk, changes, events }: Commit) {
    if (bulk) return passOver(seq, bulk);
    const batch: LiveChange[] = [];
    for (const change of changes) {
      const row = changeOfRow(change, seq);
      if (row) batch.push(row);
    }
    for (const event of events) batch.push(eventChange(event));
    if (batch.length > 1) batch.sort(inOrder);
    for (const each of batch) buffer.push(each);
    if (buffer.length > 2 * bufferSize) {
      droppedUpTo = buffer[bufferSize - 1]?.seq ?? droppedUpTo;
      buffer = buffer.slice(bufferSize);
    }
    if (clients.size === 0) return;
    for (const { frame } of batch) broadcast(JSON.stringify(frame()));
    publishChanged(seq, changes);
  }
  function publishChanged(seq: number, changes: readonly RowChange[]) {
    const tables = changedTables.filter((name) => changes.some(({ table }) => table === name));
    if (tables.length > 0) broadcast(JSON.stringify({ type: 'changed', seq, tables } satisfies LiveFrame));
  }
  /** Rows of a bulk change are no news: clients fetch the new state once it is whole. */
  function passOver(seq: number, bulk: Bulk) {
    buffer = [];
    droppedUpTo = seq;
    bulkUpTo = seq;
    if (bulk === 'end') broadcast(JSON.stringify({ type: 'resync', seq } satisfies LiveFrame));
  }
  function broadcast(text: string) {
    for (const socket of clients) {
      if (socket.bufferedAmount > maxBuffered) socket.terminate();
      else socket.send(text);
    }
  }

  /** All that changed after `since`: from the buffer, or from the state where the buffer does not reach back. */
  function missedSince(since: number): LiveFrame[] {
    if (since >= droppedUpTo) return buffer.filter(({ seq }) => seq > since).map(({ frame }) => frame());
    const from = Math.max(since, bulkUpTo);
    const messages = store.messages.changedSince(from).map(messageChange);
    const events = [...store.events.since(from)].map(eventChange);
    const frames = [...messages, ...events].sort(inOrder).map(({ frame }) => frame());
    return [{ type: 'resync', seq: store.seq }, ...frames];
  }

  function publishCall(call: ApiCall) {
    if (clients.size === 0) return;
    broadcast(
      JSON.stringify({ type: 'request', seq: store.seq, request: toCallSummary(call) } satisfies LiveFrame),
    );
  }

  const unsubscribe = [store.subscribe(publish), onCall(publishCall)];
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
      passOver(seq, 'end');
      broadcast(JSON.stringify({ type: 'clock', seq, clock: clockState() } satisfies LiveFrame));
    },
    stop() {
      for (const end of unsubscribe) end();
      for (const socket of clients) socket.close(1001, 'The emulator stops');
      clients.clear();
    },
  };
}

/** Nothing is expected from clients, so what they may send is small, and comes in few pieces. */
const incoming = { maxPayload: 64 * 1024, maxFragments: 16, maxBufferedChunks: 64 };

/** Upgrades HTTP connections to WebSockets. `refuse` answers a handshake that cannot be understood. */
export function createLiveServer(refuse: (socket: Duplex) => void): {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, onSocket: (socket: WebSocket) => void): void;
  close(): void;
} {
  const server = new WebSocketServer({ noServer: true, ...incoming });
  server.on('wsClientError', (_error, socket) => refuse(socket));
  return {
    accept: (request, socket, head, onSocket) => server.handleUpgrade(request, socket, head, onSocket),
    close: () => {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}
