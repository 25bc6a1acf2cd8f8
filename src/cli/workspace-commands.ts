import { readFileSync, statSync } from 'node:fs';
import { Argument, Option } from 'commander';
import type { Command } from 'commander';
import { EmulatorError } from '../client/errors.js';
import { bytesOf, exchange } from '../client/exchange.js';
import type { Connection } from '../client/connection.js';
import type { Campaign, CampaignStats } from '../contract/campaign.js';
import type { Failure, Success } from '../contract/envelope.js';
import { isExportFile } from '../client/export-source.js';
import { setTimeout as pause } from 'node:timers/promises';
import { suggested } from './completion.js';
import { createProgress, withProgress } from './progress.js';
import { counted, remoteCommand, remotely, usageError, withClient } from './remote.js';
import type { Paint } from './remote.js';
import { importFile } from './transfer.js';

const countsOf = async ({ counts: ask }: Pick<Connection, 'counts'>): Promise<string> => {
  const { contacts, campaigns, messages, events } = await ask();
  return `${contacts} contacts, ${campaigns} campaigns, ${messages} messages, ${events} events so far`;
};

function fixtureOf(source: string): { name: string } | { fixture: unknown } {
  // A folder may have the name of a data set.
  if (statSync(source, { throwIfNoEntry: false })?.isDirectory() !== false) return { name: source };
  try {
    return { fixture: JSON.parse(readFileSync(source, 'utf8')) as unknown };
  } catch (error) {
    throw usageError(`${source}: expected a fixture in JSON: ${(error as Error).message}`);
  }
}

/** `seed FILE|NAME`: fills the workspace. */
export const seedCommand = (): Command =>
  remoteCommand('seed', 'load a data set into the workspace')
    .addArgument(
      suggested(
        new Argument('<file|name>', 'a JSON file (a fixture or an export), or docs, shop, saas or large'),
        ['docs', 'shop', 'saas', 'large'],
      ),
    )
    .option('--replace', 'empty the workspace first', false)
    .action(
      remotely(async (connection, source: string, { replace }: { replace: boolean }) => {
        if (await isExportFile(source)) return importFile(connection, source, { replace });
        const seeding = connection.seed({ ...fixtureOf(source), replace });
        return { data: await withProgress(seeding, () => countsOf(connection)), text: counted };
      }),
    );

/** `reset`: empties the workspace. */
export const resetCommand = (): Command =>
  remoteCommand('reset', 'empty the workspace; keys and endpoints stay')
    .option('--fixtures', 'fill it again as at the start', false)
    .option('--all', 'keys and endpoints made by calls too', false)
    .action(
      remotely(async ({ reset }, { fixtures, all }: { fixtures: boolean; all: boolean }) => ({
        data: await reset({ to: fixtures ? 'fixtures' : 'empty', all }),
        text: counted,
      })),
    );

/** `send CAMPAIGN_ID`: sends a campaign as an application would, with a key. */
export const sendCommand = (): Command =>
  remoteCommand('send', 'send a draft or scheduled campaign')
    .argument('<campaign>', 'the id of a campaign')
    .addOption(
      new Option('--api-key <key>', 'a key with campaigns:send; that of the settings unless given').env(
        'MAILDRONE_API_KEY',
      ),
    )
    .option('--wait', 'until each mail is sent (the key also needs analytics:read)', false)
    .action(
      remotely(async ({ apiUrl, apiKey }, id: string, options: { apiKey?: string; wait: boolean }) => {
        const key = options.apiKey ?? apiKey;
        if (key === '') throw usageError('--api-key: expected a key of this workspace');
        const call = <T>(path: string, method: 'GET' | 'POST') =>
          callWithKey<T>({ url: `${apiUrl}/campaigns/${encodeURIComponent(id)}${path}`, key, method });
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

async function callWithKey<T>({
  url,
  key,
  method,
}: {
  url: string;
  key: string;
  method: string;
}): Promise<T> {
  const response = await exchange({ url, method, headers: { Authorization: `Bearer ${key}` } });
  const answer = JSON.parse((await bytesOf(response)).toString()) as Success<T> | Failure;
  if (answer.success) return answer.data;
  const { code, message, details } = answer.error;
  throw new EmulatorError(response.statusCode ?? 0, code, message, details);
}

/** `health`: whether the emulator is ready; the health check of a container. Asks for nothing that needs `--ui-auth`. */
export const healthCommand = (): Command =>
  remoteCommand('health', 'whether the emulator is up and ready').action(
    withClient(async ({ call }) => {
      const data = await call<{ ready: boolean }>('/ready');
      const text = ({ ready }: typeof data, { good, bad }: Paint) =>
        ready ? good('ready') : bad('starting');
      return { data, text, code: data.ready ? 0 : 1 };
    }),
  );
