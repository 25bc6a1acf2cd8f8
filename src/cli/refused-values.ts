import { InvalidArgumentError } from 'commander';
import type { Argument, Command, Option } from 'commander';
import { usageError } from './failure.js';

/** `expected one of a, b` of what commander says in its own words, with a full stop. */
const expectedOf = (message: string): string =>
  message.replace(/^Allowed choices are /, 'expected one of ').replace(/\.$/, '');

/** Lets a value that is refused be named as everywhere: `--limit: expected a whole number from 1 to 500, got "0"`. */
function nameRefused(taker: Option | Argument, name: string): void {
  const parse = taker.parseArg;
  if (!parse) return;
  taker.argParser<unknown>((value, previous) => {
    try {
      return parse(value, previous);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw usageError(`${name}: ${expectedOf(error.message)}, got ${JSON.stringify(value)}`);
    }
  });
}

/** Lets every command refuse values of its flags and arguments in the words of the settings, not in those of commander. */
export function refuseInOurWords(command: Command): void {
  for (const option of command.options) nameRefused(option, option.long ?? option.flags);
  for (const argument of command.registeredArguments) nameRefused(argument, argument.name());
  for (const inner of command.commands) refuseInOurWords(inner);
}
