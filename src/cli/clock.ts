import type { Command } from 'commander';
import type { ClockState } from '../contract/frame.js';
import { commandGroup, remoteCommand, remotely } from './remote.js';
import type { Paint } from './remote.js';

/** `clock`: the time of a workspace. */
export function clockCommand(): Command {
  return commandGroup('clock', 'the time of the workspace')
    .addCommand(show())
    .addCommand(advance())
    .addCommand(freeze())
    .addCommand(resume());
}

function text({ now, frozen, rate }: ClockState, { dim }: Paint): string {
  const way = frozen ? 'frozen' : rate === 1 ? 'running' : `running at ${rate} seconds a second`;
  return `${now}  ${dim(way)}`;
}

const show = () =>
  remoteCommand('show', 'show the time').action(
    remotely(async ({ clock }) => ({ data: await clock.get(), text })),
  );

const advance = () =>
  remoteCommand('advance', 'move the clock forward; done when all that falls due has happened')
    .argument('<duration>', 'how far, such as 2h or 30d')
    .action(
      remotely(async ({ clock }, by: string) => ({
        data: await clock.advance(by),
        text: ({ now, fired }: { now: string; fired: number }, { dim }: Paint) =>
          `${now}  ${dim(`${fired} things happened`)}`,
      })),
    );

const freeze = () =>
  remoteCommand('freeze', 'stop the clock')
    .argument('[time]', 'at a time (ISO 8601), or where it stands')
    .action(remotely(async ({ clock }, at: string | undefined) => ({ data: await clock.freeze(at), text })));

const resume = () =>
  remoteCommand('resume', 'let the clock run on').action(
    remotely(async ({ clock }) => ({ data: await clock.resume(), text })),
  );
