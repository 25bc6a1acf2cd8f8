import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { EmulatorError, NoEmulatorError } from '../client/errors.js';
import { SettingsError } from '../config/settings-error.js';
import { shownJson, shownLines } from '../contract/text/shown-text.js';
import { stderr } from './output.js';

/** Wrong usage: exit code 2. */
export const usageError = (message: string): SettingsError => new SettingsError(message);

/** The emulator refused a value that stands in the command line: wrong usage. `cause` is its answer. */
class RefusedValueError extends Error {
  constructor(override readonly cause: EmulatorError) {
    super(cause.message);
  }
}

/** What the emulator calls a value that the command line names otherwise. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  time: ['to', 'at'],
  duration: ['by'],
  event: ['events', 'event'],
  permission: ['permissions'],
  rule: ['match', 'respond', 'socket', 'smtp', 'delay', 'times', 'probability', 'body'],
  path: ['match'],
  method: ['match'],
  status: ['respond', 'status'],
  link: ['url'],
};

/** Where a call goes, and what of it is printed: nothing that the emulator could refuse. */
const ofEveryCommand = ['url', 'workspace', 'json'];

/** The values that a command was given, by the names of its options and arguments. */
function givenNames(command: Command): string[] {
  const options = Object.keys(command.opts()).filter(
    (name) =>
      !ofEveryCommand.includes(name) && ['cli', 'env'].includes(command.getOptionValueSource(name) ?? ''),
  );
  const args = command.registeredArguments.slice(0, command.args.length).map((argument) => argument.name());
  // Whatever an argument is called, it is an id to the emulator.
  return [...options, ...args, ...(args.length > 0 ? ['id'] : [])];
}

/** The failure of a command: wrong usage where the emulator refuses what was typed, whatever state it is in. */
export function failureOf(command: Command, error: unknown): unknown {
  if (!(error instanceof EmulatorError) || error.code !== 'INVALID_REQUEST') return error;
  const { field: path = '', issue = '' } = error.details;
  // An emulator with that setting would take it.
  if (issue.includes('--allow-')) return error;
  const [field] = path.split(/[.[]/);
  const names = givenNames(command).flatMap((name) => otherNames[name] ?? [name]);
  return field !== undefined && names.includes(field) ? new RefusedValueError(error) : error;
}

/** 0 done, 1 failed, 2 wrong usage, 3 no emulator answers. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof SettingsError || error instanceof RefusedValueError) return 2;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof NoEmulatorError ? 3 : 1;
}

/** A failure as a program reads it. */
function asJson(error: unknown): { code: string; message: string; details: object } {
  const message = (error as Error).message.replace(/^error: /, '');
  const answer = error instanceof RefusedValueError ? error.cause : error;
  if (answer instanceof EmulatorError) return { code: answer.code, message, details: answer.details };
  const code = { 0: 'DONE', 1: 'FAILED', 2: 'WRONG_USAGE', 3: 'NO_EMULATOR' }[exitCodeOf(error)] ?? 'FAILED';
  return { code, message, details: {} };
}

/** Writes a failure to stderr, unless commander has, and sets the exit code. */
export function reportFailure(error: unknown, { json }: { json: boolean }): void {
  const code = exitCodeOf(error);
  if (json && code !== 0) stderr.write(`${shownJson({ error: asJson(error) })}\n`);
  else if (!(error instanceof CommanderError))
    stderr.write(`maildrone-emulator: ${shownLines((error as Error).message)}\n`);
  process.exitCode = code;
}
