import type { MessageRecord } from '../../contract/message.js';
import type { ListPosition, MessageGroup, MessageRows } from '../../core/ports/ports.js';
import { createChangeLog } from './change-log.js';
import type { Changed } from './change-log.js';
import type { Collection } from './collection.js';
import { groupsOf } from './grouped-rows.js';
import { byOrdinal, pageStart } from './row-order.js';

/**
 * Where a mail stands in the lists: the same object for as long as it stands there, so that a change of its row costs
 * the groups that it leaves and joins, and not those in which it stays.
 */
interface Slot extends ListPosition, Changed {
  row: MessageRecord;
}

/** The groups of kept mail that a list may narrow itself to. */
function keptGroups(row: MessageRecord): MessageGroup[] {
  if (row.removed) return [];
  const groups: MessageGroup[] = ['all', `status:${row.status}`];
  if (row.campaign_id) groups.push(`campaign:${row.campaign_id}`);
  if (row.contact_id) groups.push(`contact:${row.contact_id}`);
  if (row.unread) groups.push('unread');
  if (!row.stored) groups.push('waiting');
  return groups;
}

function* rowsOf(slots: Iterable<ListPosition> | undefined): IterableIterator<MessageRecord> {
  if (slots) for (const slot of slots) yield (slot as Slot).row;
}

/** Gives each mail the place behind all others, and knows whether their times rise with their places. */
function createOrder() {
  let next = 1;
  let latest = -Infinity;
  let isInTime = true;
  return {
    place(row: MessageRecord): Slot {
      isInTime &&= row.received_at >= latest;
      latest = Math.max(latest, row.received_at);
      return { id: row.id, ordinal: next++, changed: 0, row };
    },
    isInTime: () => isInTime,
    clear() {
      latest = -Infinity;
      isInTime = true;
    },
  };
}

export function messageTable() {
  const slots = new Map<string, Slot>();
  const kept = groupsOf<ListPosition>(byOrdinal);
  // Removed mail stays in this: a campaign goes on counting it.
  const campaigns = groupsOf<ListPosition>(byOrdinal);
  const changes = createChangeLog<Slot>();
  const order = createOrder();

  function join(slot: Slot) {
    const { row } = slot;
    for (const group of keptGroups(row)) kept.join(group, slot);
    if (row.campaign_id) campaigns.join(row.campaign_id, slot);
  }
  function leave(slot: Slot) {
    const { row } = slot;
    for (const group of keptGroups(row)) kept.leave(group, slot);
    if (row.campaign_id) campaigns.leave(row.campaign_id, slot);
  }
  const move = (slot: Slot, isIn: boolean, group: MessageGroup) =>
    isIn ? kept.join(group, slot) : kept.leave(group, slot);

  /** The common changes: what its state says of a mail that stays where it is. */
  function regroup(slot: Slot, after: MessageRecord) {
    const before = slot.row;
    slot.row = after;
    if (before.status !== after.status) {
      kept.leave(`status:${before.status}`, slot);
      kept.join(`status:${after.status}`, slot);
    }
    if (before.unread !== after.unread) move(slot, after.unread, 'unread');
    if (before.stored !== after.stored) move(slot, !after.stored, 'waiting');
  }
  const staysInPlace = (before: MessageRecord, after: MessageRecord): boolean =>
    before.received_at === after.received_at &&
    before.campaign_id === after.campaign_id &&
    before.contact_id === after.contact_id &&
    !before.removed &&
    !after.removed;

  const rows: Collection<MessageRecord> = {
    get size() {
      return slots.size;
    },
    get: (id) => slots.get(id)?.row,
    values: () => rowsOf(slots.values()),
    list() {
      const all: MessageRecord[] = [];
      for (const { row } of slots.values()) all.push(row);
      return all;
    },
    set(row) {
      const slot = slots.get(row.id);
      if (slot && staysInPlace(slot.row, row)) {
        regroup(slot, row);
        return changes.note(slot, row.seq);
      }
      if (slot) {
        leave(slot);
        changes.forget(slot);
      }
      // A mail of ours is queued, and takes its place when it arrives.
      const isThere = slot?.row.received_at === row.received_at;
      const placed = isThere ? { ...slot, changed: 0, row } : order.place(row);
      // To the end of the table as well: by that a start finds the order again.
      if (!isThere) slots.delete(row.id);
      slots.set(row.id, placed);
      join(placed);
      changes.note(placed, row.seq);
    },
    delete(id) {
      const slot = slots.get(id);
      if (!slot) return undefined;
      slots.delete(id);
      leave(slot);
      changes.forget(slot);
      if (slots.size === 0) order.clear();
      return slot.row;
    },
  };
  const view: MessageRows = Object.assign(rows, {
    ofCampaign: (id: string): Iterable<MessageRecord> => rowsOf(campaigns.get(id)?.backwards()),
    newestFirst: (position?: ListPosition, group: MessageGroup = 'all') =>
      rowsOf(kept.get(group)?.backwards(position)),
    oldestFirst: () => rowsOf(kept.get('all')?.after({ id: '', ordinal: 0 })),
    positionOf: (id: string) => slots.get(id),
    pageStart: (given: ListPosition) => pageStart<ListPosition>(given, slots.get(given.id)),
    positionAt: (before: number, group: MessageGroup = 'all') => kept.get(group)?.fromEnd(before, 1)[0],
    placeOf(id: string, group: MessageGroup = 'all') {
      const slot = slots.get(id);
      return slot ? (kept.get(group)?.placeFromEnd(slot) ?? null) : null;
    },
    countKept: (group: MessageGroup = 'all') => kept.sizeOf(group),
    isInTime: order.isInTime,
    countSince(since: number, group: MessageGroup = 'all') {
      const earlier = kept.get(group)?.countWhile((slot) => (slot as Slot).row.received_at < since) ?? 0;
      return kept.sizeOf(group) - earlier;
    },
    changedSince: (seq: number, most?: number) => changes.since(seq, most).map(({ row }) => row),
  });
  return { rows, view };
}
