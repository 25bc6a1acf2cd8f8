import type { Argument, Command, Option } from 'commander';

/** What may stand where a value is expected. */
export interface Values {
  words: readonly string[];
  files: boolean;
}

export interface Flag {
  /** `--to`, and its short form where there is one. */
  names: string[];
  description: string;
  /** null for a switch. */
  value: Values | null;
  /** Whether more values may follow the first. */
  isVariadic: boolean;
}

/** A command as a shell completes it. `path` is `/inbox/wait`, empty for the program. */
export interface Node {
  path: string;
  commands: { name: string; description: string }[];
  flags: Flag[];
  arguments: Values;
}

/** `off|observe|enforce` are words, `NAME|FILE` a name or a file. */
function valuesOf(placeholder: string, choices: readonly string[] | undefined): Values {
  const parts = placeholder.split('|');
  const words = choices ?? (parts.length > 1 ? parts.filter((part) => /^[a-z]+$/.test(part)) : []);
  return { words: words.filter((word) => word !== 'file'), files: /\b(?:file|dir)\b/i.test(placeholder) };
}

const flagOf = (option: Option): Flag => {
  const placeholder = /[<[]([^>\]]+)[>\]]/.exec(option.flags)?.[1] ?? null;
  return {
    names: [option.long, option.short].flatMap((name) => name ?? []),
    description: option.description.split(' (default:')[0] ?? '',
    value: placeholder === null ? null : valuesOf(placeholder, option.argChoices),
    isVariadic: option.variadic,
  };
};

const help: Flag = {
  names: ['--help', '-h'],
  description: 'display help for command',
  value: null,
  isVariadic: false,
};

function argumentsOf(command: Command): Values {
  const values = command.registeredArguments.map((argument: Argument) =>
    valuesOf(argument.name(), argument.argChoices),
  );
  return { words: values.flatMap(({ words }) => words), files: values.some(({ files }) => files) };
}

/** Every command of a program; the flags of its default command are also the program's own, those of its first one a group's. */
export function nodesOf(program: Command, defaultCommand: string): Node[] {
  const nodes: Node[] = [];
  const visit = (command: Command, path: string) => {
    const inner = command.commands.find((each) => path !== '' || each.name() === defaultCommand);
    nodes.push({
      path,
      commands: command.commands.map((each) => ({ name: each.name(), description: each.description() })),
      flags: [...command.options, ...(inner?.options ?? [])].map(flagOf).concat(help),
      arguments: argumentsOf(command),
    });
    for (const each of command.commands) visit(each, `${path}/${each.name()}`);
  };
  visit(program, '');
  return nodes;
}
