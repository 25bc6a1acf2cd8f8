import { existsSync, readFileSync } from 'node:fs';
import { Option } from 'commander';
import type { Command } from 'commander';
import { EmulatorError } from '../client/http.js';
import type { WorkspaceState } from '../client/connection.js';
import type { Campaign } from '../contract/campaign.js';
import type { Failure, Success } from '../contract/envelope.js';
import { remoteCommand, remotely, usageError, withClient } from './remote.js';
import type { Paint } from './remote.js';

const counted = ({ id, counts }: WorkspaceState, { dim }: Paint): string =>
  `${id}  ${dim(`${counts.contacts} contacts, ${counts.campaigns} campaigns, ${counts.messages} messages`)}`;

function fixtureOf(source: string): { name: string } | { fixture: unknown } {
  if (!existsSync(source)) return { name: source };
  try {
    return { fixture: JSON.parse(readFileSync(source, 'utf8')) as unknown };
  } catch (error) {
    throw usageError(`${source}: expected a fixture in JSON: ${(error as Error).message}`);
  }
}

/** `seed FILE|NAME`: fills the workspace. */
export const seedCommand = (): Command =>
  remoteCommand('seed', 'load a data set into the workspace')
    .argument('<file|name>', 'a JSON file, or docs, shop, saas or large')
    .option('--replace', 'empty the workspace first', false)
    .action(
      remotely(async ({ seed }, source: string, { replace }: { replace: boolean }) => ({
        data: await seed({ ...fixtureOf(source), replace }),
        text: counted,
      })),
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
    .action(
      remotely(async ({ apiUrl, apiKey }, id: string, options: { apiKey?: string }) => {
        const key = options.apiKey ?? apiKey;
        if (key === '') throw usageError('--api-key: expected a key of this workspace');
        return {
          data: await sendCampaign(apiUrl, key, id),
          text: ({ name, recipient_count }: Campaign, { good }: Paint) =>
            `${good('sending')}  ${name}  to ${recipient_count}`,
        };
      }),
    );

async function sendCampaign(apiUrl: string, key: string, id: string): Promise<Campaign> {
  const response = await fetch(`${apiUrl}/campaigns/${encodeURIComponent(id)}/send`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}` },
  });
  const answer = (await response.json()) as Success<Campaign> | Failure;
  if (answer.success) return answer.data;
  const { code, message, details } = answer.error;
  throw new EmulatorError(response.status, code, message, details);
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
