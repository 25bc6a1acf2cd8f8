import { eachAction, hasHappened } from '../contract/actions.js';
import { ratesOf } from '../contract/campaign-rates.js';
import type { CampaignStats, Counts } from '../contract/campaign.js';
import type { CampaignId } from '../contract/ids.js';
import type { MessageRecord } from '../contract/message.js';
import type { RowChange, Store } from '../core/ports/ports.js';

/** Counters of campaigns, kept up as their mail changes. */
export interface Stats {
  of(id: CampaignId): CampaignStats;
  stop(): void;
}

/**
 * What is counted, in the order of the documented stats: each with the mails that count. Undocumented: we chose that
 * delivered and bounced are those settled so far, and that a complaint is no unsubscribe.
 */
const counted: Readonly<Record<keyof Counts, (message: MessageRecord) => boolean>> = {
  sent: ({ sent_at }) => sent_at !== null,
  delivered: ({ status }) => status === 'delivered',
  bounced: ({ status }) => status === 'bounced',
  ...eachAction('counter', (action) => (message: MessageRecord) => hasHappened(message, action)),
};
const counters = Object.keys(counted) as (keyof Counts)[];
const tests = Object.values(counted);

/** Which counters a mail adds one to, a bit each: every recipient counts once. */
const partOf = (message: MessageRecord): number =>
  tests.reduce((bits, counts, bit) => bits | (Number(counts(message)) << bit), 0);

const zero = (): Counts => ({ sent: 0, delivered: 0, bounced: 0, ...eachAction('counter', () => 0) });

/** A campaign is counted when it is first asked for, and kept up from then on. */
export function createStats(store: Store): Stats {
  const totals = new Map<CampaignId, Counts>();

  function add(total: Counts, part: number, sign: 1 | -1) {
    for (const [bit, counter] of counters.entries()) total[counter] += ((part >> bit) & 1) * sign;
  }
  function totalOf(id: CampaignId): Counts {
    const known = totals.get(id);
    if (known) return known;
    const total = zero();
    for (const message of store.messages.ofCampaign(id)) add(total, partOf(message), 1);
    totals.set(id, total);
    return total;
  }
  function note({ row, before }: RowChange & { table: 'messages' }) {
    const id = row?.campaign_id ?? before?.campaign_id;
    const total = id && totals.get(id);
    if (!total) return;
    if (before) add(total, partOf(before), -1);
    if (row) add(total, partOf(row), 1);
  }

  const stop = store.subscribe(({ changes }) => {
    for (const change of changes) {
      if (change.table === 'messages') note(change);
      if (change.table === 'campaigns' && !change.row) totals.delete(change.id as CampaignId);
    }
  });

  return {
    of(id) {
      const stats = { ...totalOf(id) };
      return { campaign_id: id, stats, rates: ratesOf(stats) };
    },
    stop,
  };
}
