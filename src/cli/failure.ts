import { CommanderError, InvalidArgumentError } from 'commander';
import { EmulatorError, NoEmulatorError } from '../client/errors.js';
import { SettingsError } from '../config/settings-error.js';
import { parseDuration } from '../contract/time.js';
import { stderr } from './output.js';

/** Wrong usage: exit code 2. */
export const usageError = (message: string): SettingsError => new SettingsError(message);

/** 0 done, 1 failed, 2 wrong usage, 3 no emulator answers. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof SettingsError) return 2;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof NoEmulatorError ? 3 : 1;
}

/** A failure as a program reads it. */
function asJson(error: unknown): { code: string; message: string; details: object } {
  const message = (error as Error).message.replace(/^error: /, '');
  if (error instanceof EmulatorError) return { code: error.code, message, details: error.details };
  const code = { 0: 'DONE', 1: 'FAILED', 2: 'WRONG_USAGE', 3: 'NO_EMULATOR' }[exitCodeOf(error)] ?? 'FAILED';
  return { code, message, details: {} };
}

/** Writes a failure to stderr, unless commander has, and sets the exit code. */
export function reportFailure(error: unknown, { json }: { json: boolean }): void {
  const code = exitCodeOf(error);
  if (json && code !== 0) stderr.write(`${JSON.stringify({ error: asJson(error) })}\n`);
  else if (!(error instanceof CommanderError))
    stderr.write(`maildrone-emulator: ${(error as Error).message}\n`);
  process.exitCode = code;
}

/** The value of an option, refused with what was expected: no emulator would take it. */
const valueOf =
  <T>(expected: string, read: (text: string) => T | null) =>
  (text: string): T => {
    const value = read(text);
    if (value === null) throw new InvalidArgumentError(`expected ${expected}.`);
    return value;
  };

export const duration = valueOf('a duration such as 30s, 2h or 500ms', parseDuration);
export const wholeNumber = (least: number, most: number) =>
  valueOf(`a whole number from ${least} to ${most}`, (text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= least && value <= most ? value : null;
  });
export const limit = wholeNumber(1, 500);
export const time = valueOf('a time such as 2024-03-25T10:00:00Z', (text) =>
  /^\d{4}-\d\d-\d\dT/i.test(text) && !Number.isNaN(Date.parse(text)) ? text : null,
);
export const word = (choices: readonly string[]) =>
  valueOf(`one of ${choices.join(', ')}`, (text) => (choices.includes(text) ? text : null));
export const json = valueOf('JSON', (text): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
});
