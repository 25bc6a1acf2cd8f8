import type { AudienceCount, CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { tagKey } from '../../contract/fields.js';
import type { Store } from '../ports/ports.js';
import { createPace } from '../time/pace.js';
import { byUnits, sortInSlices } from '../time/sort-in-slices.js';

/** Who a campaign goes to, and what becomes of all that match. */
export interface Audience {
  members: ContactRecord[];
  count: AudienceCount;
}

type Skipped = Exclude<keyof AudienceCount, 'matched'>;

/**
 * Who a campaign goes to at this moment, found in slices: active contacts with any of the tags (or all contacts) less any of the
 * excluded tags, each address once, without suppressed addresses. Undocumented: we chose these types of recipients, and
 * the order of addresses, so that a run can be repeated.
 */
export async function judgeAudience(
  store: Store,
  { recipients }: Pick<CampaignRecord, 'recipients'>,
): Promise<Audience> {
  const pace = createPace();
  const excluded = new Set(recipients.exclude_tags.map(tagKey));
  const matched = new Map<string, ContactRecord>();
  for (const [index, contact] of candidatesOf(store, recipients).entries()) {
    if (index % step === 0) await pace();
    matched.set(contact.email.toLowerCase(), contact);
  }
  const skips = (contact: ContactRecord, address: string): Skipped | null => {
    if (excluded.size > 0 && contact.tags.some((tag) => excluded.has(tagKey(tag)))) return 'excluded';
    if (contact.status !== 'active') return 'unsubscribed';
    return store.suppressions.get(address)?.reason ?? null;
  };
  const count = { matched: matched.size, excluded: 0, unsubscribed: 0, bounced: 0, complained: 0, manual: 0 };
  const addresses: string[] = [];
  for (const [address, contact] of matched) {
    if (addresses.length % step === 0) await pace();
    const reason = skips(contact, address);
    if (reason) count[reason] += 1;
    else addresses.push(address);
  }
  const sorted = await sortInSlices(addresses, { compare: byUnits, pace });
  const members: ContactRecord[] = [];
  for (const [index, address] of sorted.entries()) {
    if (index % step === 0) await pace();
    const contact = matched.get(address);
    if (contact) members.push(contact);
  }
  return { members, count };
}

/** Contacts looked at between two looks at the time: each takes a microsecond. */
const step = 64;

/** The contacts among which the recipients are, as they are at this moment: a later change makes other rows. */
const candidatesOf = (store: Store, { type, tags }: CampaignRecord['recipients']): ContactRecord[] =>
  type === 'all' ? [...store.contacts.values()] : tags.flatMap((tag) => [...store.contacts.withTag(tag)]);

export const selectAudience = async (
  store: Store,
  campaign: Pick<CampaignRecord, 'recipients'>,
): Promise<ContactRecord[]> => (await judgeAudience(store, campaign)).members;

const words: Readonly<Record<Skipped, string>> = {
  excluded: 'with an excluded tag',
  unsubscribed: 'unsubscribed',
  bounced: 'suppressed after a bounce',
  complained: 'suppressed after a complaint',
  manual: 'suppressed by hand',
};

/** Why an audience is empty: how many match, and what each kind is left out for. */
export function emptyIssue({ matched, ...skipped }: AudienceCount): string {
  const reasons = Object.entries(words).flatMap(([reason, word]) => {
    const number = skipped[reason as Skipped];
    return number > 0 ? [`${number} ${word}`] : [];
  });
  const why = reasons.length > 0 ? `: ${reasons.join(', ')}` : '';
  return `Expected at least one active contact that matches and is not suppressed; ${matched} match${why}`;
}
