import type { Command } from 'commander';
import { commandName } from '../config/environment.js';
import type { SnapshotInfo } from '../contract/snapshot.js';
import { countsLine } from './counted.js';
import { sizeWords } from './progress.js';
import { commandGroup, remoteCommand, remotely } from './remote.js';
import { copied, table } from './table.js';
import type { Paint } from './remote.js';

/** `snapshot`: named states of a workspace. */
export function snapshotCommand(): Command {
  return commandGroup('snapshot', 'states of the workspace to go back to')
    .addCommand(list())
    .addCommand(save())
    .addCommand(restore())
    .addCommand(remove());
}

const line =
  (what: string) =>
  (snapshot: SnapshotInfo, { good, dim }: Paint): string =>
    `${good(what)}  ${snapshot.name}  ${dim(`${snapshot.created_at}  ${countsLine(snapshot.counts)}`)}`;

const rows = (snapshots: readonly SnapshotInfo[], paint: Paint): string =>
  snapshots.length === 0
    ? `No snapshots. Make one with: ${commandName()} snapshot save NAME`
    : table(
        [copied('name'), 'clock', 'holds', 'size'],
        snapshots.map((one) => [one.name, one.created_at, countsLine(one.counts), sizeWords(one.size)]),
        paint,
      );

const save = () =>
  remoteCommand('save', 'keep the whole state under a name, in place of what had it')
    .argument('<name>', 'letters, digits, dots, dashes and underscores')
    .action(
      remotely(async ({ snapshots }, name: string) => ({
        data: await snapshots.save(name),
        text: line('saved'),
      })),
    );

const restore = () =>
  remoteCommand('restore', 'go back to a snapshot, the clock included')
    .argument('<name>', 'the name of a snapshot')
    .action(
      remotely(async ({ snapshots }, name: string) => ({
        data: await snapshots.restore(name),
        text: line('restored'),
      })),
    );

const list = () =>
  remoteCommand('list', 'list the snapshots').action(
    remotely(async ({ snapshots }) => ({ data: await snapshots.list(), text: rows })),
  );

const remove = () =>
  remoteCommand('delete', 'delete a snapshot')
    .argument('<name>', 'the name of a snapshot')
    .action(
      remotely(async ({ snapshots }, name: string) => {
        await snapshots.delete(name);
        return { data: { name, deleted: true }, text: () => `${name} is deleted` };
      }),
    );
