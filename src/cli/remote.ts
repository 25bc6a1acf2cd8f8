import { Command, Option } from 'commander';
import { connect } from '../client/connection.js';
import type { Connection } from '../client/connection.js';
import { parseEmulatorUrl } from '../client/emulator-url.js';
import { createControlClient } from '../client/http.js';
import type { ControlClient } from '../client/http.js';
import { localUrl } from '../config/settings.js';
import { shownJson, shownLine, shownLines } from '../contract/text/shown-text.js';
import { failureOf } from './failure.js';
import { helpStyle } from './help-style.js';
import { commanderOutput, stdout } from './output.js';

/** The options of every command that talks to a running emulator. */
export interface RemoteOptions {
  url: string;
  workspace: string;
  json?: boolean;
}

/** What a command answers: `data` as it is with --json, otherwise what `text` makes of it. */
export interface CommandResult<T> {
  data: T;
  /** null where nothing is left to print. */
  text: ((data: T, paint: Paint) => string) | null;
  /** Exit code; 0 unless given. */
  code?: 0 | 1;
}

/** Colours, which are none where stdout is not a terminal. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  dim(text: string): string;
}

type Work<A extends unknown[], T> = (connection: Connection, ...args: A) => Promise<CommandResult<T>>;

function createPaint(color: boolean): Paint {
  const code = (number: number) => (text: string) => (color ? `\u001b[${number}m${text}\u001b[0m` : text);
  return { good: code(32), bad: code(31), dim: code(2) };
}

/** A command without an action, which ends with exit code 2 on wrong usage, as its subcommands do. */
export function commandGroup(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .exitOverride()
    .configureOutput(commanderOutput)
    .configureHelp(helpStyle);
}

/** A command that talks to a running emulator. Give it its arguments and options, then `.action(remotely(…))`. */
export function remoteCommand(name: string, description: string): Command {
  return commandGroup(name, description)
    .addOption(
      new Option('--url <url>', 'where the emulator is').env('MAILDRONE_EMULATOR_URL').default(localUrl()),
    )
    .addOption(
      new Option('--workspace <id>', 'the workspace that is meant')
        .env('MAILDRONE_EMULATOR_WORKSPACE')
        .default('default'),
    )
    .option('--json', 'answer JSON');
}

const open = ({ url, workspace }: RemoteOptions): Promise<Connection> => connect(url, workspace);

const clientOf = ({ url, workspace }: RemoteOptions): ControlClient =>
  createControlClient({ ...parseEmulatorUrl(url), workspace });

/** Fields that have lines: the parts of a mail. */
const withLines = ['text', 'html'];

/** What an emulator answered as people may be shown it: strangers wrote mails, calls and names. */
export const shownData = <T>(data: T): T =>
  JSON.parse(JSON.stringify(data), (name, value: unknown) => {
    if (typeof value !== 'string') return value;
    return withLines.includes(name) ? shownLines(value) : shownLine(value);
  }) as T;

function print<T>(result: CommandResult<T>, json: boolean): void {
  const text = json ? shownJson(result.data, 2) : result.text?.(shownData(result.data), paintOf());
  // First: a command whose reader is gone ends at the write.
  process.exitCode = result.code ?? 0;
  if (text !== undefined) stdout.write(`${text}\n`);
}

type Action = (this: Command, ...args: unknown[]) => Promise<void>;

/** Prints what `work` results in; a value of the command line that is refused is wrong usage. */
const printing = <A extends unknown[], T>(
  work: (options: RemoteOptions, ...args: A) => Promise<CommandResult<T>>,
): Action =>
  async function (this: Command, ...args) {
    const options = this.opts<RemoteOptions>();
    // Commander passes the command itself last.
    const result = await work(options, ...(args.slice(0, -1) as A)).catch((error: unknown) => {
      throw failureOf(this, error);
    });
    print(result, options.json === true);
  };

/**
 * The action of a command: connects, does the work and prints its result. `work` gets the arguments and options as
 * commander passes them. Rejects as the work does: `exitCodeOf` says which code that is.
 */
export const remotely = <A extends unknown[], T>(work: Work<A, T>): Action =>
  printing<A, T>(async (options, ...args) => work(await open(options), ...args));

/** As `remotely`, for work that must not ask the emulator about itself first, or is about all workspaces. */
export const remotelyWithClient = <A extends unknown[], T>(
  work: (client: ControlClient, ...args: A) => Promise<CommandResult<T>>,
): Action => printing<A, T>(async (options, ...args) => work(clientOf(options), ...args));

/** The action of a command that may need no emulator. */
export const locally = <A extends unknown[], T>(
  work: (connect: () => Promise<Connection>, ...args: A) => Promise<CommandResult<T>>,
): Action => printing<A, T>(async (options, ...args) => work(() => open(options), ...args));

/** The colours of stdout. */
export const paintOf = (): Paint => createPaint(stdout.hasColors);
