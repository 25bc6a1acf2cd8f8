import type { SettingSources } from './setting-sources.js';
import { envNameOf, rowOf, settingNames } from './settings.js';
import type { SettingName } from './settings.js';

/** The option whose file an error names. */
const optionOf: Readonly<Record<string, string>> = { FixtureError: 'fixture', StoreFileError: 'data' };

/** Puts the error of a start, which names flags and files alone, into the words of `startEmulator`. */
export function inOptionWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const option = optionOf[error.name];
  return renamed(error, (name) => name, option === undefined ? '' : `${option}: `);
}

/** Has the error of a start name the variable of a setting that came from the environment, in place of its flag. */
export const inSourceWords = (error: unknown, sources: SettingSources): unknown =>
  error instanceof Error
    ? renamed(error, (name, flag) => (sources[name] === 'environment' ? envNameOf(flag) : null))
    : error;

/** Calls settings otherwise in the message of an error; null leaves the flag. */
function renamed(
  error: Error,
  nameOf: (name: SettingName, flag: string) => string | null,
  before = '',
): Error {
  const { message, stack } = error;
  const named = message.replace(/(?<![^\s(])--([a-z][a-z-]*)/g, (whole, flag: string) => {
    const name = settingNames.find((each) => rowOf(each).flag === flag);
    return (name === undefined ? null : nameOf(name, flag)) ?? whole;
  });
  error.message = before + named;
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  return error;
}
