import type { DeliveryRecord } from '../contract/webhook.js';
import type { DeliveryFilter, DeliveryPage, DeliveryRows } from '../core/ports.js';
import { createCollection, groupIndex } from './collection.js';
import type { Index } from './collection.js';
import { bySeq } from './row-order.js';
import { sortedIndex } from './sorted-rows.js';
import type { SortedRows } from './sorted-rows.js';

/** A delivery's place in the order in which they were made. `seq` will not do: each attempt renews it. */
interface Place {
  id: string;
  order: number;
}

// Rows looked at beyond the page to count the rest; where that does not reach the end, the count is a lower bound.
const countedBeyond = 2000;

export function createDeliveries() {
  const webhooks = groupIndex<DeliveryRecord>((row) => [row.webhook_id], bySeq);
  const open = sortedIndex<DeliveryRecord>(bySeq);
  const pending: Index<DeliveryRecord> = {
    add: (row) => void (row.status === 'pending' && open.add(row)),
    remove: (row) => void (row.status === 'pending' && open.remove(row)),
  };
  const places = new Map<string, Place>();
  let made = 0;
  const byOrder = (a: Place, b: Place): number => a.order - b.order;
  const keysOf = (row: DeliveryRecord): string[] => [
    'all',
    `webhook:${row.webhook_id}`,
    `status:${row.status}`,
    `event:${row.event_id}`,
    `event:${row.event_type}`,
  ];
  const groups = new Map<string, SortedRows<Place>>();
  const lists: Index<DeliveryRecord> = {
    add(row) {
      let place = places.get(row.id);
      if (!place) places.set(row.id, (place = { id: row.id, order: ++made }));
      for (const key of keysOf(row)) {
        let group = groups.get(key);
        if (!group) groups.set(key, (group = sortedIndex(byOrder)));
        group.add(place);
      }
    },
    remove(row) {
      const place = places.get(row.id);
      if (!place) return;
      for (const key of keysOf(row)) {
        const group = groups.get(key);
        group?.remove(place);
        if (group?.size === 0) groups.delete(key);
      }
      if (!rows.get(row.id)) places.delete(row.id);
    },
  };
  const rows = createCollection<DeliveryRecord>([webhooks, pending, lists]);

  function page({ webhook, event, status }: DeliveryFilter, limit: number, after?: string): DeliveryPage {
    const keys = [
      ...(webhook ? [`webhook:${webhook}`] : []),
      ...(event ? [`event:${event}`] : []),
      ...(status ? [`status:${status}`] : []),
    ];
    const all = groups.get('all');
    const among = keys
      .map((key) => groups.get(key))
      .reduce((a, b) => (a && b ? (b.size < a.size ? b : a) : undefined), all);
    if (!among) return { rows: [], total: 0, total_exact: true, next: null };
    const matches = (row: DeliveryRecord) => {
      const had = keysOf(row);
      return keys.every((key) => had.includes(key));
    };
    const found: DeliveryRecord[] = [];
    for (const { id } of among.backwards(after === undefined ? undefined : places.get(after))) {
      const row = rows.get(id);
      if (row && matches(row)) found.push(row);
      if (found.length > limit) break;
    }
    const next = found.length > limit ? (found[limit - 1]?.id ?? null) : null;
    const counted = keys.length <= 1 ? { total: among.size, total_exact: true } : countIn(among, matches);
    return { rows: found.slice(0, limit), next, ...counted };
  }
  function countIn(among: SortedRows<Place>, matches: (row: DeliveryRecord) => boolean) {
    let total = 0;
    let looked = 0;
    for (const { id } of among.backwards()) {
      const row = rows.get(id);
      total += Number(row !== undefined && matches(row));
      looked += 1;
      if (looked === countedBeyond) break;
    }
    return { total, total_exact: looked === among.size };
  }

  const view: DeliveryRows = Object.assign(rows, {
    ofWebhook: (id: string): Iterable<DeliveryRecord> => webhooks.get(id)?.backwards() ?? [],
    pending: (): Iterable<DeliveryRecord> => [...open.backwards()].reverse(),
    page,
  });
  return { rows, view };
}
