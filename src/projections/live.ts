import type { WebSocket } from 'ws';
import { changedTables } from '../contract/frame.js';
import type { ClockState } from '../contract/clock.js';
import type { LiveFrame } from '../contract/frame.js';
import type { CampaignId, MessageId, WorkspaceId } from '../contract/ids.js';
import { toCallSummary } from '../contract/request.js';
import type { ApiCall } from '../contract/request.js';
import type { Bulk, Commit, RowChange, Store } from '../core/ports/ports.js';
import {
  campaignChange,
  createLiveChanges,
  eventChange,
  inOrder,
  messageChange,
  shortChange,
} from './live-changes.js';
import type { LiveChange } from './live-changes.js';
import { createLiveClients } from './live-clients.js';

export interface LiveDeps {
  id: WorkspaceId;
  store: Store;
  clockState(): ClockState;
  /** Calls the listener with each call of `/v2`, once it is answered. */
  onCall(listener: (call: ApiCall) => void): () => void;
}

/** The live view of one workspace: every change as a frame to everyone who watches. */
export interface Live {
  /**
   * Greets a client and sends what changed after `since` (nothing when not given; `resync` where no change here had that number
   * yet: it is of another state). `relieve` is called when it may leave much unread.
   */
  attach(socket: WebSocket, since: number | null, relieve: () => void): void;
  /** The workspace is in another state: everyone is to ask for everything anew. */
  replaced(): void;
  /** Closes every connection with a reason. */
  stop(reason: string): void;
}

export function createLive({ id, store, clockState, onCall }: LiveDeps): Live {
  const changes = createLiveChanges(store);
  const clients = createLiveClients(changes);

  function changeOfRow(change: RowChange, seq: number): LiveChange | null {
    switch (change.table) {
      case 'messages': {
        const { row, id, before } = change;
        if (row) return messageChange(row.removed ? { ...row, seq } : row, before === null);
        return shortChange({ type: 'message_removed', seq, id: id as MessageId });
      }
      case 'campaigns': {
        const { row, id } = change;
        if (row) return campaignChange(row, seq);
        return shortChange({ type: 'campaign_removed', seq, id: id as CampaignId });
      }
      case 'meta': {
        if (change.id !== 'clock') return null;
        return shortChange({ type: 'clock', seq, clock: clockState() });
      }
      default:
        return null;
    }
  }
  function publish({ seq, bulk, changes: rows, events }: Commit) {
    if (bulk) return passOver(seq, bulk);
    const batch: LiveChange[] = [];
    for (const change of rows) {
      const row = changeOfRow(change, seq);
      if (row) batch.push(row);
    }
    for (const event of events) batch.push(eventChange(event));
    if (batch.length > 1) batch.sort(inOrder);
    changes.add(batch);
    if (clients.size === 0) return;
    const frames = batch.map(({ frame }) => frame());
    if (frames.length > 0) clients.send(frames, batch.at(-1)?.seq ?? seq);
    publishChanged(seq, rows);
  }
  function publishChanged(seq: number, rows: readonly RowChange[]) {
    const tables = changedTables.filter((name) => rows.some(({ table }) => table === name));
    if (tables.length > 0) clients.send([{ type: 'changed', seq, tables }], null);
  }
  /** Rows of a bulk change are no news: clients fetch the new state once it is whole. */
  function passOver(seq: number, bulk: Bulk) {
    changes.passOver(seq);
    if (bulk === 'end') clients.send([{ type: 'resync', seq }], seq);
  }
  function publishCall(call: ApiCall) {
    if (clients.size === 0) return;
    clients.send([{ type: 'request', seq: store.seq, request: toCallSummary(call) }], null);
  }

  const unsubscribe = [store.subscribe(publish), onCall(publishCall)];
  return {
    attach(socket, since, relieve) {
      const greeting: LiveFrame = { type: 'hello', seq: store.seq, workspace: id, now: clockState().now };
      const at = Math.min(since ?? store.seq, store.seq);
      const place = { at, needsResync: (since ?? 0) > at };
      const isBehind = place.needsResync || at < store.seq;
      clients.add({ socket, greeting, place, isBehind, relieve });
    },
    replaced() {
      const { seq } = store;
      passOver(seq, 'end');
      clients.send([{ type: 'clock', seq, clock: clockState() }], seq);
    },
    stop(reason) {
      for (const end of unsubscribe) end();
      clients.close(reason);
    },
  };
}
