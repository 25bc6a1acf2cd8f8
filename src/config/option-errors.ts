import { rowOf, settingNames } from './settings.js';

/** The option whose file an error names. */
const optionOf: Readonly<Record<string, string>> = { FixtureError: 'fixture', StoreFileError: 'data' };

/** Puts the error of a start into the words of `startEmulator`: the command line names flags, and files alone. */
export function inOptionWords(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { message, stack } = error;
  const option = optionOf[error.name];
  const named = message.replace(
    /(?<![^\s(])--([a-z][a-z-]*)/g,
    (whole, flag) => nameOf(String(flag)) ?? whole,
  );
  error.message = option === undefined ? named : `${option}: ${named}`;
  if (stack !== undefined) error.stack = stack.replace(message, () => error.message);
  return error;
}

const nameOf = (flag: string): string | undefined => settingNames.find((name) => rowOf(name).flag === flag);
