import { Option } from 'commander';
import type { Command } from 'commander';
import type { Suppression } from '../contract/suppression.js';
import { suppressionReasons } from '../contract/workspace-records.js';
import { commandGroup, remoteCommand, remotely } from './remote.js';
import { copied, table } from './table.js';
import type { Paint } from './remote.js';

/** `suppressions`: the addresses that campaigns leave out. */
export function suppressionsCommand(): Command {
  return commandGroup('suppressions', 'addresses that campaigns leave out')
    .addCommand(list())
    .addCommand(add())
    .addCommand(remove());
}

const rows = (suppressions: readonly Suppression[], paint: Paint): string =>
  suppressions.length === 0
    ? paint.dim('No suppressions')
    : table(
        [copied('address'), 'reason', 'since', copied('message')],
        suppressions.map(({ address, reason, since, message_id, message_kept }) => [
          address,
          reason,
          paint.dim(since),
          paint.dim(message_kept && message_id ? message_id : ''),
        ]),
        paint,
      );

const list = () =>
  remoteCommand('list', 'list the suppressed addresses, newest first').action(
    remotely(async ({ suppressions }) => ({ data: await suppressions.list(), text: rows })),
  );

const add = () =>
  remoteCommand('add', 'suppress an address')
    .argument('<address>', 'the address')
    .addOption(new Option('--reason <reason>', 'why; manual unless given').choices([...suppressionReasons]))
    .action(
      remotely(async ({ suppressions }, address: string, { reason }: { reason?: Suppression['reason'] }) => ({
        data: await suppressions.add(address, reason),
        text: ({ address: added, reason: why }: Suppression) => `${added} is suppressed (${why})`,
      })),
    );

const remove = () =>
  remoteCommand('remove', 'let campaigns go to an address again')
    .argument('<address>', 'the address')
    .action(
      remotely(async ({ suppressions }, address: string) => ({
        data: await suppressions.remove(address),
        text: ({ address: lifted, reason }: Suppression) => `${lifted} is no longer suppressed (${reason})`,
      })),
    );
