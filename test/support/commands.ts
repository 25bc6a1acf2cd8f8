import { join } from 'node:path';
import type { Command } from 'commander';

/** Every command that talks to an emulator, by its path. */
export function commandsOf(command: Command, path: string[] = []): string[] {
  if (command.commands.length === 0) return [path.join(' ')];
  return command.commands
    .flatMap((inner) => commandsOf(inner, [...path, inner.name()]))
    .filter((name) => !['start', 'completion'].includes(name));
}

/** What there is in an emulator, by which commands call it. */
export interface Things {
  campaign: string;
  sent: string;
  mail: string;
  webhook: string;
  delivery: string;
  key: string;
  workspace: string;
  dir: string;
}

/** How each command is called, and once more in a way that fails where there is one. */
export const commandCalls: Readonly<Record<string, (things: Things) => string[][]>> = {
  'inbox list': () => [[], ['--q', 'nope:x']],
  'inbox show': ({ mail }) => [[mail], ['email_00000000']],
  'inbox wait': () => [
    ['--to', 'jane'],
    ['--to', 'nobody', '--timeout', '1ms'],
  ],
  send: ({ campaign }) => [[campaign], [campaign]],
  stats: ({ sent }) => [[sent], ['campaign_00000000']],
  events: () => [[]],
  trigger: () => [
    ['opened', '--to', 'jane@example.com'],
    ['opened', '--to', 'nobody'],
  ],
  'requests list': () => [[]],
  'webhooks list': () => [[]],
  'webhooks add': () => [['http://127.0.0.1:9/'], ['http://169.254.169.254/']],
  'webhooks test': ({ webhook }) => [[webhook], ['wh_00000000']],
  'webhooks deliveries': () => [[]],
  'webhooks redeliver': ({ delivery }) => [[delivery]],
  'webhooks verify': ({ dir, webhook }) => [
    [join(dir, 'contacts.csv'), '--signature', 'x', '--webhook', webhook],
  ],
  'faults list': () => [[]],
  'faults add': () => [
    ['--path', '/v3', '--status', '500'],
    ['--path', 'x', '--status', '500'],
  ],
  'faults clear': () => [[]],
  'keys list': () => [[]],
  'keys create': () => [[]],
  'keys revoke': ({ key }) => [[key], ['key_00000000']],
  'suppressions list': () => [[]],
  'suppressions add': () => [['ann@example.com'], ['nobody']],
  'suppressions remove': () => [['ann@example.com'], ['nobody@example.com']],
  'clock show': () => [[]],
  'clock advance': () => [['1s']],
  'clock freeze': () => [[]],
  'clock set': () => [['2030-01-01T00:00:00Z']],
  'clock resume': () => [[]],
  'clock real': () => [[]],
  seed: ({ dir }) => [['docs'], ['docs', '--replace'], [join(dir, 'contacts.csv'), '--replace']],
  reset: () => [[]],
  'snapshot list': () => [[]],
  'snapshot save': () => [['a']],
  'snapshot restore': () => [['a'], ['b']],
  'snapshot delete': () => [['a']],
  export: ({ dir }) => [[join(dir, 'state.json')]],
  import: ({ dir }) => [[join(dir, 'whole.json')], [join(dir, 'state.json')], [join(dir, 'contacts.csv')]],
  'workspaces list': () => [[]],
  'workspaces create': () => [[]],
  'workspaces drop': ({ workspace }) => [[workspace]],
  health: () => [[]],
};
