import type { EventRecord } from '../../contract/event.js';
import type { CampaignId, ContactId, MessageId } from '../../contract/ids.js';
import type { Store } from '../ports/ports.js';

/** Which events: everything given must hold. `since` is a sequence number. */
export interface EventFilter {
  type?: string | undefined;
  campaign?: string | undefined;
  contact?: string | undefined;
  message?: string | undefined;
  since?: number | undefined;
}

/** The event log of a workspace, oldest first. */
export interface EventLog {
  list(filter: EventFilter, limit: number): { rows: EventRecord[]; more: boolean };
  all(filter: EventFilter): Iterable<EventRecord>;
  /** Looks for `count` events as often as it is called, each time only among those that are new: null while there are fewer. */
  seek(filter: EventFilter, count: number): () => EventRecord[] | null;
  /** The sequence number of the last change: events after it are yet to come. */
  last(): number;
}

export function createEventLog(store: Store): EventLog {
  /** The smallest set that holds all that can match. */
  const candidates = ({
    message,
    campaign,
    contact,
    type,
    since = 0,
  }: EventFilter): Iterable<EventRecord> => {
    const one = type?.includes(',') ? undefined : type;
    if (message) return store.events.ofMessage(message as MessageId, since);
    if (contact) return store.events.ofContact(contact as ContactId, since, one);
    if (campaign) return store.events.ofCampaign(campaign as CampaignId, since, one);
    if (one) return store.events.ofType(one, since);
    return store.events.since(since);
  };
  function* all(filter: EventFilter): Iterable<EventRecord> {
    const types = filter.type?.split(',');
    for (const event of candidates(filter)) {
      const passes =
        (!types || types.includes(event.type)) &&
        (!filter.campaign || event.data.campaign_id === filter.campaign) &&
        (!filter.contact || event.data.contact_id === filter.contact) &&
        event.seq > (filter.since ?? 0);
      if (passes) yield event;
    }
  }
  function list(filter: EventFilter, limit: number) {
    const rows: EventRecord[] = [];
    for (const event of all(filter)) {
      if (rows.length === limit) return { rows, more: true };
      rows.push(event);
    }
    return { rows, more: false };
  }
  function seek(filter: EventFilter, count: number): () => EventRecord[] | null {
    let found = 0;
    let since = filter.since ?? 0;
    let bulk = store.bulkSeq;
    return () => {
      // A bulk change may bring events with numbers that were passed already.
      if (bulk !== store.bulkSeq) {
        found = 0;
        since = filter.since ?? 0;
        bulk = store.bulkSeq;
      }
      found += list({ ...filter, since }, count - found).rows.length;
      since = Math.max(since, store.seq);
      if (found < count) return null;
      // A reset in between has taken some away.
      const { rows } = list(filter, count);
      found = rows.length;
      return found < count ? null : rows;
    };
  }
  return { all, list, seek, last: () => store.seq };
}
