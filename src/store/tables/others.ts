import { folded } from '../../contract/folding.js';
import type { CampaignRecord } from '../../contract/campaign.js';
import type { EventRecord } from '../../contract/event.js';
import type { KeyRecord } from '../../contract/key.js';
import type { CampaignFilter, CampaignRows, EventRows, ListPosition, Page } from '../../core/ports/ports.js';
import { createCollection, groupIndex, uniqueIndex } from './collection.js';
import { createOrdinals } from './ordinals.js';
import { byMaking, bySeq, pageStart } from './row-order.js';
import { sortedIndex } from './sorted-rows.js';
import type { SortedRows } from './sorted-rows.js';

/** Campaigns are few (their mail is many), so a search may look at each. */
export function createCampaigns() {
  const ordinals = createOrdinals();
  const compare = byMaking(ordinals);
  const order = sortedIndex<CampaignRecord>(compare);
  const statuses = groupIndex<CampaignRecord>((row) => [row.status], compare);
  const rows = createCollection<CampaignRecord>([order, statuses], ordinals);
  const placeOf = (id: string): ListPosition => ({ id, ordinal: ordinals.of(id) });

  function* matching({ search, status }: CampaignFilter): Iterable<CampaignRecord> {
    const sought = folded(search ?? '');
    for (const row of (status ? statuses.get(status) : order)?.backwards() ?? [])
      if (sought === '' || folded(row.name).includes(sought) || folded(row.subject).includes(sought))
        yield row;
  }
  function page(filter: CampaignFilter, offset: number, limit: number): Page<CampaignRecord> {
    if (!filter.search) {
      const among = filter.status ? statuses.get(filter.status) : order;
      return { rows: among?.fromEnd(offset, limit) ?? [], total: among?.size ?? 0 };
    }
    const found = [...matching(filter)];
    return { rows: found.slice(offset, offset + limit), total: found.length };
  }
  function from(filter: CampaignFilter, limit: number, after: ListPosition | number = 0) {
    const found = [...matching(filter)];
    const rest = typeof after === 'number' ? found.slice(after) : olderThan(after, found);
    const rows = rest.slice(0, limit);
    const last = rows.at(-1);
    return { rows, total: found.length, next: last && rest.length > limit ? placeOf(last.id) : null };
  }
  function olderThan(after: ListPosition, found: readonly CampaignRecord[]): CampaignRecord[] {
    const isThere = rows.get(after.id) !== undefined;
    const { ordinal } = pageStart(after, isThere ? placeOf(after.id) : undefined);
    return found.filter(({ id }) => ordinals.of(id) < ordinal);
  }
  const view: CampaignRows = Object.assign(rows, {
    withStatus: (status: string): Iterable<CampaignRecord> => statuses.get(status)?.backwards() ?? [],
    page,
    from,
    placeOf(filter: CampaignFilter, id: string): number | null {
      const place = [...matching(filter)].findIndex((row) => row.id === id);
      return place < 0 ? null : place;
    },
  });
  return { rows, view };
}

type Ordered = Pick<EventRecord, 'seq'>;

export function createEvents() {
  const order = sortedIndex<Ordered>(bySeq);
  const ofRow = (keysOf: (row: EventRecord) => readonly string[]) =>
    groupIndex<Ordered>((row) => keysOf(row as EventRecord), bySeq);
  const types = ofRow(({ type }) => [type]);
  const messages = ofRow(({ data }) => [data.message_id]);
  // Each group also by type: the few bounces of a large campaign are not sought among its deliveries.
  const campaigns = ofRow(({ type, data: { campaign_id } }) =>
    campaign_id ? [campaign_id, `${campaign_id} ${type}`] : [],
  );
  // The events of a contact are few enough to be looked at.
  const contacts = ofRow(({ data: { contact_id } }) => (contact_id ? [contact_id] : []));
  const rows = createCollection<EventRecord>([order, types, messages, campaigns, contacts]);
  const after = (group: SortedRows<Ordered> | undefined, seq: number) =>
    (group?.after({ seq }) ?? []) as Iterable<EventRecord>;
  function* ofContact(id: string, seq = 0, type = ''): Iterable<EventRecord> {
    for (const row of after(contacts.get(id), seq)) if (type === '' || row.type === type) yield row;
  }
  const view: EventRows = Object.assign(rows, {
    ofType: (type: string, seq = 0) => after(types.get(type), seq),
    ofMessage: (id: string, seq = 0) => after(messages.get(id), seq),
    ofCampaign: (id: string, seq = 0, type = '') => after(campaigns.get(`${id} ${type}`.trim()), seq),
    ofContact,
    since: (seq: number) => after(order, seq),
  });
  return { rows, view };
}

export function createKeys() {
  const digests = uniqueIndex<KeyRecord>((row) => row.digest);
  const rows = createCollection<KeyRecord>([digests]);
  return { rows, view: Object.assign(rows, { byDigest: (digest: string) => digests.get(digest) }) };
}
