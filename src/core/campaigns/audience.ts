import type { AudienceCount, CampaignRecord } from '../../contract/campaign.js';
import type { ContactRecord } from '../../contract/contact.js';
import { tagKey } from '../../contract/fields.js';
import type { Store } from '../ports/ports.js';

/** Who a campaign goes to, and what becomes of all that match. */
export interface Audience {
  members: ContactRecord[];
  count: AudienceCount;
}

type Skipped = Exclude<keyof AudienceCount, 'matched'>;

/**
 * Who a campaign goes to at this moment: active contacts with any of the tags (or all contacts) less any of the
 * excluded tags, each address once, without suppressed addresses. Undocumented: we chose these types of recipients, and
 * the order of addresses, so that a run can be repeated.
 */
export function judgeAudience(store: Store, { recipients }: Pick<CampaignRecord, 'recipients'>): Audience {
  const excluded = new Set(recipients.exclude_tags.map(tagKey));
  const matched = new Map<string, ContactRecord>();
  const match = (contact: ContactRecord) => void matched.set(contact.email.toLowerCase(), contact);
  if (recipients.type === 'all') for (const contact of store.contacts.values()) match(contact);
  else for (const tag of recipients.tags) for (const contact of store.contacts.withTag(tag)) match(contact);
  const skips = (contact: ContactRecord, address: string): Skipped | null => {
    if (excluded.size > 0 && contact.tags.some((tag) => excluded.has(tagKey(tag)))) return 'excluded';
    if (contact.status !== 'active') return 'unsubscribed';
    return store.suppressions.get(address)?.reason ?? null;
  };
  const count = { matched: matched.size, excluded: 0, unsubscribed: 0, bounced: 0, complained: 0, manual: 0 };
  const members: [string, ContactRecord][] = [];
  for (const [address, contact] of matched) {
    const reason = skips(contact, address);
    if (reason) count[reason] += 1;
    else members.push([address, contact]);
  }
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return { members: members.map(([, contact]) => contact), count };
}

export const selectAudience = (store: Store, campaign: Pick<CampaignRecord, 'recipients'>): ContactRecord[] =>
  judgeAudience(store, campaign).members;

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
