import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import type { Campaign, CampaignStats } from '../contract/campaign.js';
import { callWithKey, campaignUrl, keyOption, requireKey } from './call-with-key.js';
import { createProgress } from './progress.js';
import { remoteCommand, remotely } from './remote.js';
import type { Paint } from './remote.js';

/** `send CAMPAIGN_ID`: sends a campaign as an application would, with a key. */
export const sendCommand = (): Command =>
  remoteCommand('send', 'send a draft or scheduled campaign')
    .argument('<campaign>', 'the id of a campaign')
    .addOption(keyOption('campaigns:send'))
    .option('--wait', 'until each mail is sent (the key also needs analytics:read)')
    .action(
      remotely(async ({ apiUrl, apiKey }, id: string, options: { apiKey?: string; wait?: boolean }) => {
        const [url, key] = [campaignUrl(apiUrl, id), requireKey(options.apiKey ?? apiKey)];
        const call = <T>(path: string, method: 'GET' | 'POST') =>
          callWithKey<T>({ url: `${url}${path}`, key, method });
        const data = await call<Campaign>('/send', 'POST');
        if (options.wait) await untilSent(data, () => call<CampaignStats>('/stats', 'GET'));
        const word = options.wait ? 'sent' : 'sending';
        return {
          data,
          text: ({ name, recipient_count }: Campaign, { good }: Paint) =>
            `${good(word)}  ${name}  to ${recipient_count}`,
        };
      }),
    );

// Each look is a read of the API, of which an hour has a thousand.
const [firstGap, lastGap] = [200, 5000];

async function untilSent({ recipient_count }: Campaign, ask: () => Promise<CampaignStats>): Promise<void> {
  const progress = createProgress();
  for (let gap = firstGap; ; gap = Math.min(lastGap, gap * 1.3)) {
    const { sent } = (await ask()).stats;
    if (sent >= recipient_count) break;
    progress.show(`${sent} of ${recipient_count} mails are sent`);
    await pause(gap);
  }
  progress.clear();
}
