import { yieldToEventLoop } from '../contract/event-loop.js';
import type { EventCursor } from '../core/webhooks/event-cursor.js';

export interface FanOutDeps {
  events: Pick<EventCursor, 'enqueueNext'>;
  watch(what: string, work: Promise<unknown>): void;
  /** Calls again after a while: the store cannot write at present. */
  later(act: () => void): void;
}

/** Turns events into deliveries, in the order of the log. */
export interface FanOut {
  /** Looks for new events. */
  wake(): void;
  stop(): void;
}

/** Queues nothing by itself: what the store cannot take stays behind the cursor of the event log. */
export function createFanOut({ events, watch, later }: FanOutDeps): FanOut {
  let running = false;
  let stopped = false;

  async function run(): Promise<void> {
    try {
      // A turn later, so that all events of a tick are one commit, and no commit is made within another's publishing.
      await Promise.resolve();
      while (!stopped && events.enqueueNext()) await yieldToEventLoop();
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
    stop() {
      stopped = true;
    },
  };
}
