import { Option } from 'commander';
import type { Command } from 'commander';
import { EmulatorError, NoEmulatorError } from '../client/errors.js';
import { bytesOf, exchange } from '../client/exchange.js';
import type { Campaign, CampaignStats } from '../contract/campaign.js';
import type { Failure, Success } from '../contract/envelope.js';
import { isKey, keyWords } from '../contract/key.js';
import { setTimeout as pause } from 'node:timers/promises';
import { createProgress } from './progress.js';
import { counted, remoteCommand, remotely, remotelyWithClient } from './remote.js';
import { usageError } from './failure.js';
import type { Paint } from './remote.js';
import { table } from './table.js';

/** `reset`: empties the workspace. */
export const resetCommand = (): Command =>
  remoteCommand('reset', 'empty the workspace; keys and endpoints stay')
    .option('--fixtures', 'fill it again as at the start')
    .option('--all', 'keys and endpoints made by calls too')
    .action(
      remotely(async ({ reset }, { fixtures, all = false }: { fixtures?: boolean; all?: boolean }) => ({
        data: await reset({ to: fixtures ? 'fixtures' : 'empty', all }),
        text: counted,
      })),
    );

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

function campaignUrl(apiUrl: string, id: string): string {
  if (/^\.{0,2}$/.test(id)) throw usageError(`<campaign>: expected the id of a campaign, got "${id}"`);
  return `${apiUrl}/campaigns/${encodeURIComponent(id)}`;
}

function requireKey(key: string): string {
  if (isKey(key)) return key;
  throw usageError(`--api-key: expected a key of this workspace${key === '' ? '' : `: ${keyWords}`}`);
}

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

const keyOption = (permission: string): Option =>
  new Option('--api-key <key>', `a key with ${permission}; that of the settings unless given`).env(
    'MAILDRONE_API_KEY',
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

async function callWithKey<T>({
  url,
  key,
  method,
}: {
  url: string;
  key: string;
  method: string;
}): Promise<T> {
  const headers = { Authorization: `Bearer ${key}` };
  const exchanged = async () => {
    const response = await exchange({ url, method, headers });
    return { status: response.statusCode ?? 0, body: await bytesOf(response) };
  };
  const { status, body } = await exchanged().catch((error: Error) => {
    throw new NoEmulatorError(new URL(url).origin, error.message);
  });
  const answer = JSON.parse(body.toString()) as Success<T> | Failure;
  if (answer.success) return answer.data;
  const { code, message, details } = answer.error;
  throw new EmulatorError(status, code, message, details);
}

/** `health`: whether the emulator is ready; the health check of a container. Asks for nothing that needs `--ui-auth`. */
export const healthCommand = (): Command =>
  remoteCommand('health', 'whether the emulator is up and ready').action(
    remotelyWithClient(async ({ call }) => {
      const data = await call<{ ready: boolean }>('/ready');
      const text = ({ ready }: typeof data, { good, bad }: Paint) =>
        ready ? good('ready') : bad('starting');
      return { data, text, code: data.ready ? 0 : 1 };
    }),
  );
