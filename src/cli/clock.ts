import type { Command } from 'commander';
import { now } from '../client/real-time.js';
import type { ClockState } from '../contract/clock.js';
import { countWords } from '../contract/text/count-words.js';
import { duration, time } from './option-values.js';
import { commandGroup, remoteCommand, remotely } from './remote.js';
import type { Paint } from './remote.js';

/** `clock`: the time of a workspace. */
export function clockCommand(): Command {
  return commandGroup('clock', 'the time of the workspace')
    .addCommand(show())
    .addCommand(advance())
    .addCommand(freeze())
    .addCommand(set())
    .addCommand(resume())
    .addCommand(real());
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
    .argument('<duration>', 'how far, such as 2h or 30d, or milliseconds', duration)
    .action(
      remotely(async ({ clock }, by: number) => ({
        data: await clock.advance(by),
        text: ({ now, fired }: { now: string; fired: number }, { dim }: Paint) =>
          `${now}  ${dim(`${countWords(fired, 'thing')} happened`)}`,
      })),
    );

const freeze = () =>
  remoteCommand('freeze', 'stop the clock')
    .argument('[time]', 'at a time (ISO 8601), or where it stands', time)
    .action(remotely(async ({ clock }, at: string | undefined) => ({ data: await clock.freeze(at), text })));

const resume = () =>
  remoteCommand('resume', 'let the clock run on').action(
    remotely(async ({ clock }) => ({ data: await clock.resume(), text })),
  );

const set = () =>
  remoteCommand('set', 'set the clock: forward all that falls due happens, backward nothing does')
    .argument('<time>', 'a time (ISO 8601)', time)
    .action(remotely(async ({ clock }, to: string) => ({ data: await clock.set(to), text })));

const real = () =>
  remoteCommand('real', 'show the time of this machine again, and run on with it').action(
    remotely(async ({ clock }) => {
      await clock.set(new Date(now()).toISOString());
      await clock.rate(1);
      return { data: await clock.resume(), text };
    }),
  );
