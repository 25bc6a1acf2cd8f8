import type { MessageRecord } from '../contract/message.js';
import type { MessageGroup, MessageRows } from '../core/ports.js';
import { createCollection, groupIndex } from './collection.js';
import { byArrival, bySeq } from './row-order.js';
import type { Placed } from './row-order.js';
import { sortedIndex } from './sorted-rows.js';

const maybe = (key: string | null): string[] => (key === null ? [] : [key]);

/** The groups of kept mail that a list may narrow itself to. */
function groupsOf(row: MessageRecord): MessageGroup[] {
  if (row.removed) return [];
  const groups: MessageGroup[] = ['all', `status:${row.status}`];
  if (row.campaign_id) groups.push(`campaign:${row.campaign_id}`);
  if (row.contact_id) groups.push(`contact:${row.contact_id}`);
  if (row.unread) groups.push('unread');
  if (!row.stored) groups.push('waiting');
  return groups;
}

export function createMessages() {
  const kept = groupIndex<Placed>((row) => groupsOf(row as MessageRecord), byArrival);
  const change = sortedIndex<{ seq: number }>(bySeq);
  const campaigns = groupIndex<MessageRecord>((row) => maybe(row.campaign_id), byArrival);
  const contacts = groupIndex<MessageRecord>((row) => maybe(row.contact_id), byArrival);
  const rows = createCollection<MessageRecord>([kept, change, campaigns, contacts]);
  const view: MessageRows = Object.assign(rows, {
    ofCampaign: (id: string): Iterable<MessageRecord> => campaigns.get(id)?.backwards() ?? [],
    ofContact: (id: string): Iterable<MessageRecord> => contacts.get(id)?.backwards() ?? [],
    newestFirst: (position?: Placed, group: MessageGroup = 'all') =>
      (kept.get(group)?.backwards(position) ?? [].values()) as IterableIterator<MessageRecord>,
    *oldestFirst() {
      const first = { received_at: -Infinity, id: '' };
      yield* (kept.get('all')?.after(first) ?? []) as Iterable<MessageRecord>;
    },
    countKept: (group: MessageGroup = 'all') => kept.get(group)?.size ?? 0,
    changedSince: (seq: number) => [...change.after({ seq })] as MessageRecord[],
  });
  return { rows, view };
}
