import type { CampaignRecord } from '../contract/campaign.js';
import type { ContactRecord } from '../contract/contact.js';
import type { EventRecord } from '../contract/event.js';
import { tagKey } from '../contract/fields.js';
import type { KeyRecord } from '../contract/key.js';
import type { MessageRecord } from '../contract/message.js';
import type { DeliveryRecord } from '../contract/delivery.js';
import type {
  CampaignRows,
  ContactFilter,
  ContactRows,
  DeliveryRows,
  EventRows,
  MessageRows,
  Page,
} from '../core/ports.js';
import { createCollection, groupIndex, sortedIndex, uniqueIndex } from './collection.js';
import type { SortedRows } from './collection.js';

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Oldest first and, at one moment, ids downwards: read from the end it is "newest first, ties by id". */
const byCreation = (a: { created_at: number; id: string }, b: { created_at: number; id: string }): number =>
  a.created_at - b.created_at || byText(b.id, a.id);

/** Rows of `sorted` that pass, newest first: one page and the count of all. */
function filteredPage<T>(
  sorted: SortedRows<T>,
  passes: ((row: T) => boolean) | null,
  slice: { offset: number; limit: number },
): Page<T> {
  if (!passes) return { rows: sorted.fromEnd(slice.offset, slice.limit), total: sorted.size };
  const rows: T[] = [];
  let total = 0;
  for (const row of sorted.backwards()) {
    if (!passes(row)) continue;
    if (total >= slice.offset && rows.length < slice.limit) rows.push(row);
    total += 1;
  }
  return { rows, total };
}

const nothing: Page<never> = { rows: [], total: 0 };

const contactText = (contact: ContactRecord): string =>
  [
    contact.email,
    `${contact.first_name ?? ''} ${contact.last_name ?? ''}`.trim(),
    contact.company ?? '',
    contact.phone ?? '',
  ]
    .join('\n')
    .toLowerCase();

const tagKeysOf = (contact: ContactRecord): string[] => contact.tags.map(tagKey);

function contactPredicate({
  search,
  tags,
  match,
  status,
}: ContactFilter): ((row: ContactRecord) => boolean) | null {
  const tests: ((row: ContactRecord) => boolean)[] = [];
  if (status) tests.push((row) => row.status === status);
  if (tags && tags.length > 0) {
    const wanted = tags.map(tagKey);
    tests.push((row) => {
      const had = tagKeysOf(row);
      return match === 'all'
        ? wanted.every((tag) => had.includes(tag))
        : wanted.some((tag) => had.includes(tag));
    });
  }
  if (search) {
    const sought = search.toLowerCase();
    tests.push((row) => contactText(row).includes(sought));
  }
  return tests.length === 0 ? null : (row) => tests.every((test) => test(row));
}

export function createContacts() {
  const order = sortedIndex<ContactRecord>(byCreation);
  const emails = uniqueIndex<ContactRecord>((row) => row.email.toLowerCase());
  const tags = groupIndex<ContactRecord>(tagKeysOf, byCreation);
  const rows = createCollection<ContactRecord>([order, emails, tags]);
  /** The smallest set of rows in order that holds all that can match. */
  const candidates = (filter: ContactFilter): SortedRows<ContactRecord> | null => {
    const wanted = filter.tags ?? [];
    if (wanted.length === 0 || (filter.match === 'any' && wanted.length > 1)) return order;
    const groups = wanted.map((tag) => tags.get(tagKey(tag)) ?? null);
    return groups.reduce((least, group) =>
      !least || !group ? null : group.size < least.size ? group : least,
    );
  };
  const view: ContactRows = Object.assign(rows, {
    byEmail: (email: string) => emails.get(email.toLowerCase()),
    withTag: (tag: string): Iterable<ContactRecord> => tags.get(tagKey(tag))?.backwards() ?? [],
    page(filter: ContactFilter, offset: number, limit: number): Page<ContactRecord> {
      const among = candidates(filter);
      if (!among) return nothing;
      const rest = filter.tags?.length === 1 ? { ...filter, tags: undefined } : filter;
      return filteredPage(among, contactPredicate(rest), { offset, limit });
    },
  });
  return { rows, view };
}

export function createCampaigns() {
  const order = sortedIndex<CampaignRecord>(byCreation);
  const statuses = groupIndex<CampaignRecord>((row) => [row.status], byCreation);
  const rows = createCollection<CampaignRecord>([order, statuses]);
  const view: CampaignRows = Object.assign(rows, {
    withStatus: (status: string): Iterable<CampaignRecord> => statuses.get(status)?.backwards() ?? [],
    page(
      { search, status }: { search?: string | undefined; status?: string | undefined },
      offset: number,
      limit: number,
    ) {
      const among = status ? statuses.get(status) : order;
      if (!among) return nothing;
      const sought = search?.toLowerCase();
      const passes = sought
        ? (row: CampaignRecord) => `${row.name}\n${row.subject}`.toLowerCase().includes(sought)
        : null;
      return filteredPage(among, passes, { offset, limit });
    },
  });
  return { rows, view };
}

type Placed = Pick<MessageRecord, 'received_at' | 'id'>;
const byArrival = (a: Placed, b: Placed): number => a.received_at - b.received_at || byText(b.id, a.id);
const bySeq = (a: { seq: number }, b: { seq: number }): number => a.seq - b.seq;

export function createMessages() {
  const arrival = sortedIndex<Placed>(byArrival);
  const kept = {
    add: (row: MessageRecord) => void (row.removed || arrival.add(row)),
    remove: (row: MessageRecord) => void (row.removed || arrival.remove(row)),
  };
  let unread = 0;
  const unreadCount = {
    add: (row: MessageRecord) => void (unread += Number(row.unread && !row.removed)),
    remove: (row: MessageRecord) => void (unread -= Number(row.unread && !row.removed)),
  };
  const change = sortedIndex<{ seq: number }>(bySeq);
  const campaigns = groupIndex<MessageRecord>((row) => (row.campaign_id ? [row.campaign_id] : []), byArrival);
  const contacts = groupIndex<MessageRecord>((row) => (row.contact_id ? [row.contact_id] : []), byArrival);
  const rows = createCollection<MessageRecord>([kept, unreadCount, change, campaigns, contacts]);
  const view: MessageRows = Object.assign(rows, {
    ofCampaign: (id: string): Iterable<MessageRecord> => campaigns.get(id)?.backwards() ?? [],
    ofContact: (id: string): Iterable<MessageRecord> => contacts.get(id)?.backwards() ?? [],
    newestFirst: (position?: Placed) => arrival.backwards(position) as IterableIterator<MessageRecord>,
    countKept: () => arrival.size,
    countUnread: () => unread,
    changedSince: (seq: number) => [...change.after({ seq })] as MessageRecord[],
  });
  return { rows, view };
}

export function createEvents() {
  const order = sortedIndex<{ seq: number }>(bySeq);
  const grouped = (keyOf: (row: EventRecord) => string | undefined) =>
    groupIndex<EventRecord>((row) => {
      const key = keyOf(row);
      return key ? [key] : [];
    }, bySeq);
  const messages = grouped((row) => row.data.message_id);
  const campaigns = grouped((row) => row.data.campaign_id);
  const contacts = grouped((row) => row.data.contact_id);
  const rows = createCollection<EventRecord>([order, messages, campaigns, contacts]);
  const list = (group: SortedRows<EventRecord> | undefined): EventRecord[] =>
    group ? [...group.backwards()].reverse() : [];
  const view: EventRows = Object.assign(rows, {
    ofMessage: (id: string) => list(messages.get(id)),
    ofCampaign: (id: string) => list(campaigns.get(id)),
    ofContact: (id: string) => list(contacts.get(id)),
    since: (seq: number) => order.after({ seq }) as IterableIterator<EventRecord>,
  });
  return { rows, view };
}

export function createDeliveries() {
  const order = sortedIndex<{ seq: number }>(bySeq);
  const webhooks = groupIndex<DeliveryRecord>((row) => [row.webhook_id], bySeq);
  const rows = createCollection<DeliveryRecord>([order, webhooks]);
  const newestFirst = (before?: number) =>
    order.backwards(before === undefined ? undefined : { seq: before }) as IterableIterator<DeliveryRecord>;
  const view: DeliveryRows = Object.assign(rows, {
    newestFirst,
    ofWebhook: (id: string): Iterable<DeliveryRecord> => webhooks.get(id)?.backwards() ?? [],
    *pending(): Iterable<DeliveryRecord> {
      for (const row of order.after({ seq: 0 }) as IterableIterator<DeliveryRecord>) {
        if (row.status === 'pending') yield row;
      }
    },
  });
  return { rows, view };
}

export function createKeys() {
  const digests = uniqueIndex<KeyRecord>((row) => row.digest);
  const rows = createCollection<KeyRecord>([digests]);
  return { rows, view: Object.assign(rows, { byDigest: (digest: string) => digests.get(digest) }) };
}
