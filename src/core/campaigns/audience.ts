import type { CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { tagKey } from '../../contract/fields.js';
import type { Store } from '../ports/ports.js';

/**
 * Who a campaign goes to at this moment: active contacts with any of the tags (or all contacts) less any of the
 * excluded tags, each address once, without suppressed addresses. Undocumented: we chose these types of recipients, and
 * the order of addresses, so that a run can be repeated.
 */
export function selectAudience(
  store: Store,
  { recipients }: Pick<CampaignRecord, 'recipients'>,
): ContactRecord[] {
  const excluded = new Set(recipients.exclude_tags.map(tagKey));
  const selected = new Map<string, ContactRecord>();
  const consider = (contact: ContactRecord) => {
    const address = contact.email.toLowerCase();
    if (contact.status !== 'active' || store.suppressions.get(address)) return;
    if (excluded.size > 0 && contact.tags.some((tag) => excluded.has(tagKey(tag)))) return;
    selected.set(address, contact);
  };
  if (recipients.type === 'all') for (const contact of store.contacts.values()) consider(contact);
  else
    for (const tag of recipients.tags) for (const contact of store.contacts.withTag(tag)) consider(contact);
  return [...selected].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, contact]) => contact);
}
