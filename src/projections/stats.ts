import { eachAction, hasHappened } from '../contract/actions.js';
import { ratesOf } from '../contract/campaign-rates.js';
import type { CampaignStats, Counts } from '../contract/campaign.js';
import type { CampaignId } from '../contract/ids.js';
import type { MessageRecord } from '../contract/message.js';
import type { Store } from '../core/ports/ports.js';

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

export function createStats(store: Store): Stats {
  const totals = new Map<CampaignId, Counts>();
  const parts = new Map<string, number>();

  function count(message: MessageRecord) {
    if (!message.campaign_id) return;
    const before = parts.get(message.id) ?? 0;
    const after = partOf(message);
    if (before === after) return;
    parts.set(message.id, after);
    let total = totals.get(message.campaign_id);
    if (!total) totals.set(message.campaign_id, (total = zero()));
    for (const [bit, counter] of counters.entries()) {
      total[counter] += ((after >> bit) & 1) - ((before >> bit) & 1);
    }
  }
  function forgetCampaign(id: CampaignId) {
    totals.delete(id);
  }

  for (const message of store.messages.values()) count(message);
  const stop = store.subscribe(({ changes }) => {
    for (const change of changes) {
      if (change.table === 'messages' && change.row) count(change.row);
      if (change.table === 'messages' && !change.row) parts.delete(change.id);
      if (change.table === 'campaigns' && !change.row) forgetCampaign(change.id as CampaignId);
    }
  });

  return {
    of(id) {
      const stats = { ...(totals.get(id) ?? zero()) };
      return { campaign_id: id, stats, rates: ratesOf(stats) };
    },
    stop,
  };
}
