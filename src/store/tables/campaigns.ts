import type { CampaignRecord } from '../../contract/campaign.js';
import { folded } from '../../contract/text/folding.js';
import type { CampaignFilter, CampaignRows, ListPosition, RowPage } from '../../core/ports/ports.js';
import { createCollection, groupIndex } from './collection.js';
import { createOrdinals } from './ordinals.js';
import { byMaking, pageStart } from './row-order.js';
import { sortedIndex } from './sorted-rows.js';

/** Campaigns are few (their mail is many), so a search may look at each. */
export function campaignTable() {
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
  function page(filter: CampaignFilter, offset: number, limit: number): RowPage<CampaignRecord> {
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
