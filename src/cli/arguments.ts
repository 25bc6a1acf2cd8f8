import type { Command } from 'commander';
import { nearestWord } from '../config/nearest.js';
import { usageError } from './failure.js';

/**
 * The command line with what may be left out: a group alone, or with flags, is its first command (`inbox --json` is
 * `inbox list --json`). A word that is no command is refused with the nearest one.
 */
export function withCommand(program: Command, words: readonly string[]): string[] {
  const [first, ...rest] = words;
  if (first === undefined || first.startsWith('-')) return [...words];
  const command = program.commands.find((each) => each.name() === first);
  const [asked] = first === 'help' ? rest : [first];
  const isKnown =
    asked === undefined || asked === 'help' || program.commands.some((each) => each.name() === asked);
  if (!isKnown) throw usageError(unknown(asked, program));
  const names = command?.commands.map((each) => each.name()) ?? [];
  const [usual] = names;
  if (usual === undefined || rest[0] === 'help' || rest.some((word) => /^(?:-h|--help)$/.test(word)))
    return [...words];
  const [next] = rest;
  if (next !== undefined && !next.startsWith('-')) {
    if (command && !names.includes(next)) throw usageError(unknown(next, command));
    return [...words];
  }
  const at = rest.findIndex((word) => names.includes(word));
  if (at < 0) return [first, usual, ...rest];
  return [first, rest[at] ?? usual, ...rest.slice(0, at), ...rest.slice(at + 1)];
}

function unknown(word: string, parent: Command): string {
  const names = parent.commands.map((each) => each.name());
  const nearest = nearestWord(word, names);
  return `there is no command ${JSON.stringify(word)}; expected ${nearest ?? `one of ${names.join(', ')}`}`;
}
