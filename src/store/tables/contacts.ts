import type { ContactRecord } from '../../contract/contact.js';
import { folded } from '../../contract/text/folding.js';
import { tagKey } from '../../contract/fields.js';
import type { ContactFilter, ContactRows, RowPage } from '../../core/ports/ports.js';
import { createCollection, groupIndex, uniqueIndex } from './collection.js';
import type { Collection } from './collection.js';
import { createLiveQueries } from './live-queries.js';
import type { Found } from './live-queries.js';
import { createOrdinals } from './ordinals.js';
import { byMaking } from './row-order.js';
import { sortedIndex } from './sorted-rows.js';
import type { SortedRows } from './sorted-rows.js';

/** Whether a field of a contact contains a folded text; first and last name count as one. */
const contains = ({ email, first_name, last_name, company, phone }: ContactRecord, sought: string): boolean =>
  email.toLowerCase().includes(sought) ||
  folded(`${first_name ?? ''} ${last_name ?? ''}`.trim()).includes(sought) ||
  (company !== null && folded(company).includes(sought)) ||
  (phone !== null && folded(phone).includes(sought));

/** Each once: tags of an earlier release may be alike by now. */
const tagKeysOf = (contact: ContactRecord): string[] => [...new Set(contact.tags.map(tagKey))];

type Test = (row: ContactRecord) => boolean;

function testsOf({ tags = [], match, status }: ContactFilter): Test[] {
  const tests: Test[] = [];
  if (status) tests.push((row) => row.status === status);
  if (tags.length === 0) return tests;
  const had = (row: ContactRecord, wanted: string) => row.tags.some((tag) => tagKey(tag) === wanted);
  const wanted = tags.map(tagKey);
  tests.push(
    match === 'all'
      ? (row) => wanted.every((tag) => had(row, tag))
      : (row) => wanted.some((tag) => had(row, tag)),
  );
  return tests;
}

export function contactTable() {
  const ordinals = createOrdinals();
  const compare = byMaking(ordinals);
  const order = sortedIndex<ContactRecord>(compare);
  const emails = uniqueIndex<ContactRecord>((row) => row.email.toLowerCase());
  const tags = groupIndex<ContactRecord>(tagKeysOf, compare);
  const statuses = groupIndex<ContactRecord>((row) => [row.status], compare);
  const queries = createLiveQueries<ContactRecord>(compare);
  const rows: Collection<ContactRecord> = createCollection(
    [order, emails, tags, statuses, queries],
    ordinals,
  );
  const none = sortedIndex<ContactRecord>(compare);

  /** Rows that an index already has as they are asked for; null where more than one index is needed. */
  function indexed({ search, tags: wanted = [], status }: ContactFilter): SortedRows<ContactRecord> | null {
    if (search || wanted.length > 1 || (status && wanted.length > 0)) return null;
    if (status) return statuses.get(status) ?? none;
    const [tag] = wanted;
    return tag === undefined ? order : (tags.get(tagKey(tag)) ?? none);
  }
  /** The smallest set of rows that holds all that can match by tag and status. */
  function candidates({ tags: wanted = [], match, status }: ContactFilter): SortedRows<ContactRecord> {
    const all = status ? (statuses.get(status) ?? none) : order;
    if (wanted.length === 0 || (match === 'any' && wanted.length > 1)) return all;
    const groups = wanted.map((tag) => tags.get(tagKey(tag)) ?? none);
    return groups.reduce((least, group) => (group.size < least.size ? group : least), all);
  }
  function find(filter: ContactFilter): Found<ContactRecord> {
    const tests = testsOf(filter);
    const sought = filter.search && folded(filter.search);
    if (sought) tests.push((row) => contains(row, sought));
    const passes: Test = (row) => tests.every((test) => test(row));
    // Each row is looked at: 100,000 hold the event loop for about 40 ms, and the pages after the first cost nothing.
    return { passes, rows: [...candidates(filter).backwards()].filter(passes).reverse() };
  }

  /** All that match; those of a search are found once, and kept current. */
  function matching(filter: ContactFilter): SortedRows<ContactRecord> {
    const { search, tags: wanted, match, status } = filter;
    const key = JSON.stringify([search && folded(search), wanted?.map(tagKey), match, status]);
    return indexed(filter) ?? queries.get(key, () => find(filter));
  }

  const view: ContactRows = Object.assign(rows, {
    byEmail: (email: string) => emails.get(email.toLowerCase()),
    withTag: (tag: string): Iterable<ContactRecord> => tags.get(tagKey(tag))?.backwards() ?? [],
    page(filter: ContactFilter, offset: number, limit: number): RowPage<ContactRecord> {
      const found = matching(filter);
      return { rows: found.fromEnd(offset, limit), total: found.size };
    },
    placeOf(filter: ContactFilter, id: string): number | null {
      const row = rows.get(id);
      return row ? matching(filter).placeFromEnd(row) : null;
    },
  });
  return { rows, view };
}
