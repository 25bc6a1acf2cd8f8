import type { EventType, LogEvent } from '../contract/event.js';
import type { ControlClient } from './http.js';
import { pageOf, rowsOf } from './lists.js';
import type { Page, PageOptions } from './lists.js';
import { first } from './waiting.js';
import type { Waiting, WaitOptions } from './waiting.js';

/** Which events: everything given must hold. */
export interface EventMatch {
  /** What happened. */
  type?: EventType;
  /** The id of a campaign. */
  campaign?: string;
  /** The id of a contact. */
  contact?: string;
  /** The id of a message. */
  message?: string;
  /** A sequence number: events after it. */
  since?: number;
}

/** The event log of the workspace. */
export interface Events {
  /** Events, oldest first: 500 unless `limit` says otherwise. `nextCursor` of the page leads on. */
  list(match?: EventMatch & PageOptions): Promise<Page<LogEvent>>;
  /** All events that match, oldest first, page by page. */
  all(match?: EventMatch): AsyncIterable<LogEvent>;
  /**
   * The first match, as soon as there is one. Rejects with an `EmulatorError` (404) when the time is up; its message shows
   * what happened last.
   */
  waitFor(match: EventMatch, waiting?: WaitOptions): Promise<LogEvent>;
  /** As many matches as `count`, oldest first, as soon as there are. Rejects as `waitFor` does. */
  waitForAll(match: EventMatch, waiting: Waiting): Promise<LogEvent[]>;
}

export function eventsOf(client: ControlClient): Events {
  const waitForAll = (match: EventMatch, waiting: Waiting = {}) =>
    client.call<LogEvent[]>('/events/wait', { query: { ...match, ...waiting } });
  return {
    list: (match = {}) => pageOf(client, '/events', { limit: 500, ...match }),
    all: (match = {}) => rowsOf(client, '/events', { ...match }),
    waitForAll,
    waitFor: async (match, waiting) => first(await waitForAll(match, { ...waiting, count: 1 })),
  };
}
