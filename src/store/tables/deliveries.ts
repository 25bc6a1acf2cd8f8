import type { DeliveryRecord } from '../../contract/delivery.js';
import type { DeliveryFilter, DeliveryPage, DeliveryRows } from '../../core/ports/ports.js';
import { createCollection, groupIndex } from './collection.js';
import { bySeq } from './row-order.js';
import type { SortedRows } from './sorted-rows.js';

// Rows looked at to count those that match several filters; where that does not reach the end, the count is a lower bound.
const countedAtMost = 2000;

const keysOf = (row: DeliveryRecord): string[] => [
  'all',
  `webhook:${row.webhook_id}`,
  `status:${row.status}`,
  `event:${row.event_id}`,
  `event:${row.event_type}`,
  // While an endpoint is down many deliveries are pending and few were tried: a query for those must not look at the others.
  ...(row.attempts.length > 0 ? ['attempted'] : []),
];

const wantedKeys = ({ webhook, event, status, attempted }: DeliveryFilter): string[] => [
  ...(webhook ? [`webhook:${webhook}`] : []),
  ...(event ? [`event:${event}`] : []),
  ...(status ? [`status:${status}`] : []),
  ...(attempted ? ['attempted'] : []),
];

/** Nothing is made for it: a search for what few deliveries are looks at a hundred thousand. */
const matches = (row: DeliveryRecord, { webhook, event, status, attempted }: DeliveryFilter): boolean =>
  (!webhook || row.webhook_id === webhook) &&
  (!event || row.event_id === event || row.event_type === event) &&
  (!status || row.status === status) &&
  (!attempted || row.attempts.length > 0);

type Ordered = Pick<DeliveryRecord, 'seq'>;

export function deliveryTable() {
  const groups = groupIndex<Ordered>((row) => keysOf(row as DeliveryRecord), bySeq);
  const rows = createCollection<DeliveryRecord>([groups]);
  const backwards = (group: SortedRows<Ordered> | undefined, before?: number) =>
    (group?.backwards(before === undefined ? undefined : { seq: before }) ?? []) as Iterable<DeliveryRecord>;

  function page(filter: DeliveryFilter, limit: number, before?: number): DeliveryPage {
    const keys = wantedKeys(filter);
    const among = ['all', ...keys]
      .map((key) => groups.get(key))
      .reduce((least, group) => (least && group ? (group.size < least.size ? group : least) : undefined));
    const found: DeliveryRecord[] = [];
    for (const row of backwards(among, before)) {
      if (matches(row, filter)) found.push(row);
      if (found.length > limit) break;
    }
    const counted =
      keys.length <= 1 ? { total: among?.size ?? 0, total_exact: true } : countIn(among, filter);
    return { rows: found.slice(0, limit), more: found.length > limit, ...counted };
  }
  function countIn(among: SortedRows<Ordered> | undefined, filter: DeliveryFilter) {
    let total = 0;
    let looked = 0;
    for (const row of backwards(among)) {
      total += Number(matches(row, filter));
      looked += 1;
      if (looked === countedAtMost) break;
    }
    return { total, total_exact: looked === (among?.size ?? 0) };
  }

  const forwards = (key: string) =>
    (groups.get(key)?.after({ seq: 0 }) ?? [])[Symbol.iterator]() as Iterator<DeliveryRecord, undefined>;
  /** The two kinds of settled ones as one, in order. */
  function* settled(): Iterable<DeliveryRecord> {
    const kinds = [forwards('status:succeeded'), forwards('status:failed')];
    const heads = kinds.map((rows) => rows.next().value);
    for (;;) {
      const [one, other] = [heads[0]?.seq ?? Infinity, heads[1]?.seq ?? Infinity];
      const next = one < other ? 0 : 1;
      const row = heads[next];
      if (!row) return;
      yield row;
      heads[next] = kinds[next]?.next().value;
    }
  }

  const view: DeliveryRows = Object.assign(rows, {
    page,
    ofWebhook: (id: string) => backwards(groups.get(`webhook:${id}`)),
    settled,
    countSettled: () => rows.size - (groups.get('status:pending')?.size ?? 0),
    pending: () => [...backwards(groups.get('status:pending'))].reverse(),
  });
  return { rows, view };
}
