import type { Command } from 'commander';
import { nearestWord } from '../config/nearest.js';
import { usageError } from './failure.js';

/**
 * The command line with what may be left out: a group alone, or with flags, is its first command (`inbox --json` is
 * `inbox list --json`), and `help` with the name of a command is that command's `--help`. A word that is no command is
 * refused with the nearest one.
 */
export function withCommand(program: Command, words: readonly string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith('-')) return [...words];
  if (first === 'help') return helpOf(program, rest);
  const command = commandOf(program, first);
  const [usual] = command.commands;
  if (!usual || rest[0] === 'help' || rest.some((word) => /^(?:-h|--help)$/.test(word))) return [...words];
  const at = placeOfCommand(command, rest);
  const inner = at === null ? usual : commandOf(command, rest[at] ?? '');
  return [first, inner.name(), ...rest.filter((_word, place) => place !== at)];
}

function helpOf(program: Command, words: readonly string[]): string[] {
  const path: string[] = [];
  let command = program;
  for (const word of words) {
    if (word.startsWith('-') || word === 'help') continue;
    // What stands behind a command that has no more of them is an argument.
    if (command.commands.length === 0) break;
    command = commandOf(command, word);
    path.push(word);
  }
  return [...path, '--help'];
}

/** Where the first word stands that is neither a flag nor the value of one; null where there is none. */
function placeOfCommand({ commands }: Command, words: readonly string[]): number | null {
  const options = commands.flatMap((command) => command.options);
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!word.startsWith('-')) return at;
    const option = options.find((one) => one.long === word || one.short === word);
    if (option?.required) at += 1;
    while (option?.variadic && !isCommandOrFlag(commands, words[at + 1])) at += 1;
  }
  return null;
}

const isCommandOrFlag = (commands: readonly Command[], word: string | undefined): boolean =>
  word === undefined || word.startsWith('-') || commands.some((command) => command.name() === word);

function commandOf(parent: Command, word: string): Command {
  const found = parent.commands.find((command) => command.name() === word);
  if (found) return found;
  const names = parent.commands.map((command) => command.name());
  const expected = nearestWord(word, names) ?? `one of ${names.join(', ')}`;
  throw usageError(`there is no command ${JSON.stringify(word)}; expected ${expected}`);
}
