import { Option } from 'commander';
import type { Command } from 'commander';
import { permissions } from '../contract/key.js';
import type { ApiKey, Permission } from '../contract/key.js';
import { given } from '../contract/patch.js';
import { commandGroup, remoteCommand, remotely } from './remote.js';
import { copied, table } from './table.js';
import type { Paint } from './remote.js';

/** `keys`: the API keys of a workspace. */
export function keysCommand(): Command {
  return commandGroup('keys', 'API keys').addCommand(list()).addCommand(create()).addCommand(revoke());
}

const rows = (keys: readonly ApiKey[], paint: Paint): string =>
  keys.length === 0
    ? paint.dim('No keys')
    : table(
        [copied('id'), 'name', 'key', 'permissions', 'state'],
        keys.map(({ id, name, hint, permissions: held, revoked_at }) => [
          paint.dim(id),
          name,
          `…${hint}`,
          held.length === permissions.length ? 'all' : held.join(', '),
          revoked_at === null ? paint.good('active') : paint.bad('revoked'),
        ]),
        paint,
      );

const list = () =>
  remoteCommand('list', 'list the keys').action(
    remotely(async ({ keys }) => ({ data: await keys.list(), text: rows })),
  );

const create = () =>
  remoteCommand('create', 'make a key and print it, this once')
    .option('--name <name>', 'what it is for')
    .addOption(
      new Option('--permission <permission...>', 'what it may do; all unless given').choices([
        ...permissions,
      ]),
    )
    .action(
      remotely(async ({ keys }, { name, permission }: { name?: string; permission?: Permission[] }) => ({
        data: await keys.create({
          ...given({ name, permissions: permission }),
        }),
        text: ({ id, key }: ApiKey & { key: string }, { dim }: Paint) => `${key}  ${dim(id)}`,
      })),
    );

const revoke = () =>
  remoteCommand('revoke', 'revoke a key')
    .argument('<id>', 'the id of a key')
    .action(
      remotely(async ({ keys }, id: string) => ({
        data: await keys.revoke(id),
        text: ({ id: gone }: ApiKey) => `${gone} is revoked`,
      })),
    );
