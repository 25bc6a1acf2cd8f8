import { Argument } from 'commander';
import type { Command } from 'commander';
import { nodesOf } from './completion-tree.js';
import type { Flag, Node, Values } from './completion-tree.js';
import { stdout } from './output.js';
import { commandGroup } from './remote.js';

const program = 'maildrone-emulator';
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const quotedForFish = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`;

/** Words that a shell may suggest for an argument, though others may be given. */
export function suggested(argument: Argument, words: readonly string[]): Argument {
  argument.argChoices = [...words];
  return argument;
}

/** `completion bash|zsh|fish`: prints a script made from the commands as they are. */
export function completionCommand(root: Command): Command {
  return commandGroup('completion', 'print a completion script for a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(shells)))
    .action((shell: keyof typeof shells) => {
      stdout.write(shells[shell](nodesOf(root, 'start')));
    });
}

interface Case {
  pattern: string;
  values: Values;
}

/** `/inbox/wait:--timeout`: at that command, after that flag. */
const valueCases = (nodes: readonly Node[]): Case[] =>
  nodes.flatMap(({ path, flags }) =>
    flags.flatMap(({ names, value }) =>
      value ? names.map((name) => ({ pattern: `${path}:${name}`, values: value })) : [],
    ),
  );
const variadicCases = (nodes: readonly Node[]): string[] =>
  nodes.flatMap(({ path, flags }) =>
    flags.flatMap(({ names, isVariadic }) => (isVariadic ? names.map((name) => `${path}:${name}`) : [])),
  );
const stepCases = (nodes: readonly Node[]): string[] =>
  nodes.flatMap(({ path, commands }) => commands.map(({ name }) => `${path}:${name}`));
const flagWords = ({ flags }: Node): string[] => flags.flatMap(({ names }) => names);

/** Where the words so far have led, in the syntax that bash and zsh share. */
const walk = (
  nodes: readonly Node[],
  { words, first, current }: Record<'words' | 'first' | 'current', string>,
) =>
  `  local at="" i word
  for ((i = ${first}; i < ${current}; i++)); do
    word="\${${words}[i]}"
    case "$at:$word" in
      ${valueCases(nodes)
        .map(({ pattern }) => quoted(pattern))
        .join('|')}) ((i++)) ;;
      ${stepCases(nodes).map(quoted).join('|')}) at="$at/$word" ;;
    esac
  done`;

function bash(nodes: readonly Node[]): string {
  const reply = ({ words, files }: Values, more: readonly string[] = []) => {
    const all = [...words, ...more];
    return [
      ...(all.length > 0 ? [`COMPREPLY=($(compgen -W ${quoted(all.join(' '))} -- "$current"))`] : []),
      ...(files
        ? ['compopt -o default -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "$current"))']
        : []),
    ];
  };
  const values = valueCases(nodes).map(
    ({ pattern, values: these }) => `    ${quoted(pattern)}) ${[...reply(these), ':'].join('; ')} ;;`,
  );
  const places = nodes.map((node) => {
    const words = [...node.commands.map(({ name }) => name), ...flagWords(node)];
    return `    ${quoted(node.path)}) ${reply(node.arguments, words).join('; ')} ;;`;
  });
  return `# bash completion of ${program}
_maildrone_emulator() {
  local current before line
  # Colons do not part words here: email.opened and contacts:read are one.
  line="\${COMP_LINE:0:COMP_POINT}"
  local -a words
  read -ra words <<< "$line"
  [[ "$line" == *[[:space:]] ]] && words+=("")
  local last=$((\${#words[@]} - 1))
  current="\${words[last]}"
  before="\${words[last - 1]}"
${walk(nodes, { words: 'words', first: '1', current: 'last' })}
  # Of several values of one flag each is completed.
  local back=last
  while ((--back > 0)) && [[ "\${words[back]}" != -* ]]; do :; done
  case "$at:\${words[back]}" in
    ${variadicCases(nodes).map(quoted).join('|')}) [[ "$current" == -* ]] || before="\${words[back]}" ;;
  esac
  COMPREPLY=()
  case "$at:$before" in
${values.join('\n')}
    *) case "$at" in
${places.join('\n')}
    esac ;;
  esac
  # What readline has before the last colon stays as it is.
  if [[ "$current" == *:* && "$COMP_WORDBREAKS" == *:* ]]; then
    local stem="\${current%"\${current##*:}"}" n
    for ((n = 0; n < \${#COMPREPLY[@]}; n++)); do COMPREPLY[n]="\${COMPREPLY[n]#"$stem"}"; done
  fi
}
complete -F _maildrone_emulator ${program}
`;
}

function zsh(nodes: readonly Node[]): string {
  const described = (entries: readonly { name: string; description: string }[]) =>
    entries.map(({ name, description }) => quoted(`${name.replaceAll(':', '\\:')}:${description}`)).join(' ');
  const offer = ({ words, files }: Values) => [
    ...(words.length > 0 ? [`compadd -- ${words.map(quoted).join(' ')}`] : []),
    ...(files ? ['_files'] : []),
  ];
  const values = valueCases(nodes).map(
    ({ pattern, values: these }) => `    ${quoted(pattern)}) ${[...offer(these), 'return'].join('; ')} ;;`,
  );
  const place = (node: Node) => {
    const flags = node.flags.map(({ names: [name = ''], description }) => ({ name, description }));
    const commands =
      node.commands.length > 0 ? [`entries=(${described(node.commands)})`, '_describe command entries'] : [];
    const all = [
      ...commands,
      ...offer(node.arguments),
      `entries=(${described(flags)})`,
      '_describe option entries',
    ];
    return `    ${node.path === '' ? "''" : quoted(node.path)}) ${all.join('; ')} ;;`;
  };
  return `#compdef ${program}
_maildrone_emulator() {
${walk(nodes, { words: 'words', first: '2', current: 'CURRENT' })}
  local -a entries
  case "$at:\${words[CURRENT - 1]}" in
${values.join('\n')}
  esac
  case "$at" in
${nodes.map(place).join('\n')}
  esac
}
if [[ "$funcstack[1]" == _maildrone-emulator ]]; then _maildrone_emulator "$@"; else compdef _maildrone_emulator ${program}; fi
`;
}

function fish(nodes: readonly Node[]): string {
  const at = (path: string) =>
    `complete -c ${program} -n ${quotedForFish(`__maildrone_emulator_at '${path}'`)}`;
  const flagLine = (path: string, { names, description, value }: Flag) => {
    const switches = names.map((name) =>
      name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
    );
    const takes = value === null ? [] : [value.files ? '-r -F' : '-x'];
    const words = value && value.words.length > 0 ? [`-a ${quotedForFish(value.words.join(' '))}`] : [];
    return [at(path), ...switches, ...takes, ...words, `-d ${quotedForFish(description)}`].join(' ');
  };
  const lines = nodes.flatMap(({ path, commands, flags, arguments: { words, files } }) => [
    ...commands.map(({ name, description }) => `${at(path)} -f -a ${name} -d ${quotedForFish(description)}`),
    ...flags.map((flag) => flagLine(path, flag)),
    ...(words.length > 0 ? [`${at(path)} ${files ? '' : '-f '}-a ${quotedForFish(words.join(' '))}`] : []),
    ...(files ? [`${at(path)} -F`] : []),
  ]);
  return `# fish completion of ${program}
function __maildrone_emulator_at
  set -l at ''
  set -l skips 0
  for word in (commandline -opc)[2..-1]
    if test $skips = 1
      set skips 0
      continue
    end
    switch "$at:$word"
      case ${valueCases(nodes)
        .map(({ pattern }) => quotedForFish(pattern))
        .join(' ')}
        set skips 1
      case ${stepCases(nodes).map(quotedForFish).join(' ')}
        set at "$at/$word"
    end
  end
  test "$at" = "$argv[1]"
end
complete -c ${program} -f
${lines.join('\n')}
`;
}

const shells = { bash, zsh, fish } as const;
