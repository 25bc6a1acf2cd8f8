import type { EventRecord } from '../../contract/event.js';
import type { EventRows } from '../../core/ports/ports.js';
import { createCollection, groupIndex } from './collection.js';
import { bySeq } from './row-order.js';
import { sortedIndex } from './sorted-rows.js';
import type { SortedRows } from './sorted-rows.js';

type Ordered = Pick<EventRecord, 'seq'>;

export function eventTable() {
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
