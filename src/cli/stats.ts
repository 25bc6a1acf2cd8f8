import type { Command } from 'commander';
import type { CampaignStats } from '../contract/campaign.js';
import { callWithKey, campaignUrl, keyOption, requireKey } from './call-with-key.js';
import { remoteCommand, remotely } from './remote.js';
import type { Paint } from './remote.js';
import { table } from './table.js';

/** `stats CAMPAIGN_ID`: the stats of a campaign as an application gets them, with a key. */
export const statsCommand = (): Command =>
  remoteCommand('stats', 'show the stats of a campaign')
    .argument('<campaign>', 'the id of a campaign')
    .addOption(keyOption('analytics:read'))
    .action(
      remotely(async ({ apiUrl, apiKey }, id: string, options: { apiKey?: string }) => {
        const key = requireKey(options.apiKey ?? apiKey);
        const url = `${campaignUrl(apiUrl, id)}/stats`;
        return { data: await callWithKey<CampaignStats>({ url, key, method: 'GET' }), text: statsTable };
      }),
    );

const percent = (rate: number): string => `${(rate * 100).toFixed(2)} %`;

function statsTable({ stats, rates }: CampaignStats, paint: Paint): string {
  const shares: Partial<Record<keyof typeof stats, number>> = {
    delivered: rates.delivery_rate,
    opened: rates.open_rate,
    clicked: rates.click_rate,
    unsubscribed: rates.unsubscribe_rate,
  };
  const rows = Object.entries(stats).map(([name, count]) => {
    const share = shares[name as keyof typeof stats];
    return [name, String(count), share === undefined ? '' : percent(share)];
  });
  return table(['what', 'recipients', 'rate'], rows, paint);
}
