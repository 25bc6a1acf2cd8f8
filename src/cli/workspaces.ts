import type { Command } from 'commander';
import type { CreatedWorkspace, WorkspaceState } from '../contract/workspace.js';
import { commandGroup, remoteCommand, remotelyWithClient } from './remote.js';
import type { Paint } from './remote.js';
import { copied, table } from './table.js';

/** `workspaces`: isolated users of one emulator. */
export function workspacesCommand(): Command {
  return commandGroup('workspaces', 'isolated users of one emulator')
    .addCommand(list())
    .addCommand(create())
    .addCommand(drop());
}

const rows = (workspaces: readonly WorkspaceState[], paint: Paint): string =>
  table(
    [copied('id'), 'contacts', 'campaigns', 'messages', 'events'],
    workspaces.map(({ id, counts }) => [
      id,
      ...[counts.contacts, counts.campaigns, counts.messages, counts.events].map(String),
    ]),
    paint,
  );

const list = () =>
  remoteCommand('list', 'list the workspaces').action(
    remotelyWithClient(async ({ call }) => ({
      data: await call<WorkspaceState[]>('/workspaces'),
      text: rows,
    })),
  );

const create = () =>
  remoteCommand('create', 'make a workspace and print its key, this once').action(
    remotelyWithClient(async ({ call }) => ({
      data: await call<CreatedWorkspace>('/workspaces', { method: 'POST' }),
      text: ({ id, api_key, smtp }: CreatedWorkspace, { dim }: Paint) =>
        `${id}\n${dim('key')}   ${api_key}\n${dim('smtp')}  user ${smtp.user}, password ${smtp.pass}`,
    })),
  );

const drop = () =>
  remoteCommand('drop', 'delete a workspace with all that it has')
    .argument('<id>', 'the workspace')
    .action(
      remotelyWithClient(async ({ call }, id: string) => {
        await call(`/workspaces/${encodeURIComponent(id)}`, { method: 'DELETE' });
        return { data: { id, deleted: true }, text: () => `${id} is dropped` };
      }),
    );
