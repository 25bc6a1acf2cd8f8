import type { EventRecord } from '../../contract/event.js';
import type { Store, Tx } from '../ports/ports.js';

export interface EventCursorDeps {
  store: Store;
  /** Adds the deliveries of events to a change. */
  enqueue(tx: Tx, events: readonly EventRecord[]): void;
}

/**
 * The place in the event log up to which events are turned into deliveries. It is stored in the same commit as the
 * deliveries: each event becomes deliveries once, whenever the process ends.
 */
export interface EventCursor {
  /** Turns the next batch of events into deliveries. False when no more events wait. */
  enqueueNext(): boolean;
  /**
   * Ends a bulk change: turns the events that wait into deliveries and moves the cursor behind those that the change brings,
   * which happened in the past.
   */
  passOver(tx: Tx): void;
}

const batchSize = 500;

export function createEventCursor({ store, enqueue }: EventCursorDeps): EventCursor {
  const stored = () => store.meta.get('webhook_cursor')?.seq;
  let cursor = stored() ?? store.seq;
  // Without an enabled endpoint the cursor moves in memory alone; a bulk change moves the stored one.
  const waiting = () => store.events.since(Math.max(cursor, stored() ?? 0));

  function nextBatch(): EventRecord[] {
    const events: EventRecord[] = [];
    for (const event of waiting()) {
      events.push(event);
      if (events.length === batchSize) break;
    }
    return events;
  }
  return {
    enqueueNext() {
      const events = nextBatch();
      const last = events.at(-1);
      if (!last) return false;
      if ([...store.webhooks.values()].some(({ enabled }) => enabled)) {
        store.commit((tx) => {
          enqueue(tx, events);
          tx.put('meta', { id: 'webhook_cursor', seq: last.seq });
        });
      }
      cursor = last.seq;
      return events.length === batchSize;
    },
    passOver(tx) {
      enqueue(tx, [...waiting()]);
      tx.put('meta', { id: 'webhook_cursor', seq: tx.nextSeq() });
    },
  };
}
