import { yieldToEventLoop } from '../core/time/clock.js';
import type { EventRecord } from '../contract/event.js';
import type { Store } from '../core/ports/ports.js';
import type { Webhooks } from '../core/webhooks/endpoints.js';

export interface FanOutDeps {
  store: Store;
  webhooks: Webhooks;
  watch(what: string, work: Promise<unknown>): void;
  /** Calls again after a while: the store cannot write at present. */
  later(act: () => void): void;
}

/** Turns events into deliveries, in the order of the log. */
export interface FanOut {
  /** Looks for new events. */
  wake(): void;
  /** Goes on where the last process stopped. */
  resume(): void;
  stop(): void;
}

const batchSize = 500;

/**
 * Keeps its cursor in the store, in the same commit as the deliveries: each event becomes deliveries once, whenever the
 * process ends. Nothing is queued here, so nothing is lost while the store cannot write.
 */
export function createFanOut({ store, webhooks, watch, later }: FanOutDeps): FanOut {
  let cursor = store.seq;
  let running = false;
  let stopped = false;

  function nextEvents(): EventRecord[] {
    const events: EventRecord[] = [];
    for (const event of store.events.since(cursor)) {
      events.push(event);
      if (events.length === batchSize) break;
    }
    return events;
  }

  /** Turns one batch into deliveries; false when no more events wait. */
  function fanOutBatch(): boolean {
    const events = nextEvents();
    const last = events.at(-1);
    if (!last || stopped) return false;
    if (webhooks.list().some(({ enabled }) => enabled)) {
      store.commit((tx) => {
        webhooks.enqueue(tx, events);
        tx.put('meta', { id: 'webhook_cursor', seq: last.seq });
      });
    }
    cursor = last.seq;
    return events.length === batchSize;
  }

  async function run(): Promise<void> {
    try {
      // A turn later, so that all events of a tick are one commit, and no commit is made within another's publishing.
      await Promise.resolve();
      while (fanOutBatch()) await yieldToEventLoop();
    } catch (error) {
      if (!stopped) later(wake);
      throw error;
    } finally {
      running = false;
    }
  }
  function wake() {
    if (running || stopped) return;
    running = true;
    watch('turning events into webhook deliveries', run());
  }
  return {
    wake,
    resume() {
      cursor = store.meta.get('webhook_cursor')?.seq ?? store.seq;
      wake();
    },
    stop() {
      stopped = true;
    },
  };
}
