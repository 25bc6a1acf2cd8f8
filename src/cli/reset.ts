import type { Command } from 'commander';
import { workspaceLine } from './counted.js';
import { remoteCommand, remotely } from './remote.js';

/** `reset`: empties the workspace. */
export const resetCommand = (): Command =>
  remoteCommand('reset', 'empty the workspace; keys and endpoints stay')
    .option('--fixtures', 'fill it again as at the start')
    .option('--all', 'keys and endpoints made by calls too')
    .action(
      remotely(async ({ reset }, { fixtures, all = false }: { fixtures?: boolean; all?: boolean }) => ({
        data: await reset({ to: fixtures ? 'fixtures' : 'empty', all }),
        text: workspaceLine,
      })),
    );
