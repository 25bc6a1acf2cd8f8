import { CommanderError } from 'commander';
import type { Command } from 'commander';
import { EmulatorError, NoEmulatorError } from '../client/errors.js';
import type { Issue } from '../contract/errors.js';
import { urlVariables } from '../config/settings.js';
import { SettingsError } from '../config/settings-error.js';
import { shownJson, shownLine, shownLines } from '../contract/text/shown-text.js';
import { stderr } from './output.js';

/** Wrong usage: exit code 2. */
export const usageError = (message: string): SettingsError => new SettingsError(message);

/**
 * The emulator refused a field that the command line has: wrong usage where it was given there, else a failure that a flag
 * would help. `cause` is its answer.
 */
class RefusedValueError extends Error {
  constructor(
    message: string,
    override readonly cause: EmulatorError,
    readonly isGiven: boolean,
  ) {
    super(message);
  }
}

/** What the emulator calls a value that the command line names otherwise, by the names of the command line. */
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

/** Values that are JSON: of a fault in one, its place is said too. */
const ofJson = ['rule', 'faults'];

/** An option or argument of a command, and the fields of the emulator that it stands for. */
interface Value {
  name: string;
  /** As it is typed. */
  shown: string;
  fields: readonly string[];
  isGiven: boolean;
}

function valuesOf(command: Command): Value[] {
  const fieldsOf = (name: string) => otherNames[name] ?? [name];
  const isTyped = (name: string) => ['cli', 'env'].includes(command.getOptionValueSource(name) ?? '');
  const options = command.options
    .map((option) => ({ name: option.attributeName(), shown: option.long ?? option.flags }))
    .filter(({ name }) => !ofEveryCommand.includes(name))
    .map(({ name, shown }) => ({ name, shown, fields: fieldsOf(name), isGiven: isTyped(name) }));
  const args = command.registeredArguments.map((argument, at) => {
    const name = argument.name();
    // Whatever an argument is called, it is an id to the emulator.
    return { name, shown: name, fields: [...fieldsOf(name), 'id'], isGiven: at < command.args.length };
  });
  return [...options, ...args];
}

/** The value that a field (`match.path`, `events[0]`) stands for: of several, the one with the very name. */
function valueOf(values: readonly Value[], field: string): Value | undefined {
  const parts = field.split(/[.[]/);
  const found = values.filter(({ fields }) => fields.includes(parts[0] ?? ''));
  const given = found.filter(({ isGiven }) => isGiven);
  const likely = given.length > 0 ? given : found;
  return likely.find(({ name }) => name === parts.at(-1)) ?? likely[0];
}

/** A fault in the words of the command line: `--link: expected an http or https URL`. */
function shownFault({ field, issue }: Issue, value: Value | undefined): string {
  const expected = issue.replace(/^Expected /, 'expected ');
  if (!value) return `${field}: ${expected}`;
  // A switch has no value: what is expected is the flag itself.
  if (/^Expected true\b/.test(issue)) return issue.replace('Expected true', `expected ${value.shown}`);
  const place = field.replace(new RegExp(`^${value.name}[.]`), '');
  return `${value.shown}: ${ofJson.includes(value.name) ? `${place}: ` : ''}${expected}`;
}

/** A flag that is refused is named by the variables that it was given by, where it was not typed. */
function asGiven(command: Command, message: string): SettingsError {
  const [flag = ''] = /^--[\w-]+(?=: )/.exec(message) ?? [];
  const option = command.options.find(({ long }) => long === flag);
  const source = option && command.getOptionValueSource(option.attributeName());
  // Where an emulator usually is goes by its own settings.
  const variables = source === 'env' ? option?.envVar : source === 'default' ? urlVariables : undefined;
  return usageError(message.replace(flag, () => variables ?? flag));
}

/** The failure of a command: wrong usage where what was typed is refused, by the emulator whatever state it is in. */
export function failureOf(command: Command, error: unknown): unknown {
  if (error instanceof TypeError && /^(?:url|workspace): /.test(error.message))
    return asGiven(command, `--${error.message}`);
  if (error instanceof SettingsError) return asGiven(command, error.message);
  if (!(error instanceof EmulatorError) || error.code !== 'INVALID_REQUEST') return error;
  const { field, issue, issues } = error.details;
  // An emulator with that setting would take it.
  if (field === undefined || issue === undefined || issue.includes('--allow-')) return error;
  const values = valuesOf(command);
  const value = valueOf(values, field);
  if (!value) return error;
  const faults = (issues ?? [{ field, issue }]).map((fault) =>
    shownFault(fault, valueOf(values, fault.field)),
  );
  return new RefusedValueError(faults.map(shownLine).join('\n  '), error, value.isGiven);
}

/** 0 done, 1 failed, 2 wrong usage, 3 no emulator answers. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof RefusedValueError) return error.isGiven ? 2 : 1;
  if (error instanceof SettingsError) return 2;
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
