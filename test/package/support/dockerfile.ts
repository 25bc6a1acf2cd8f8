import { DockerfileParser, ModifiableInstruction, PropertyInstruction } from 'dockerfile-ast';
import type { Instruction } from 'dockerfile-ast';

/** One instruction as a builder sees it. */
export interface Step {
  keyword: string;
  /** Flags by name: `--from=build` is `{ from: 'build' }`. */
  flags: Record<string, string>;
  /** The words after the flags; those of the JSON array where there is one. */
  words: string[];
  /** Whether it is a JSON array, which no shell reads. */
  isExec: boolean;
  /** All after the flags as one text. */
  text: string;
  /** What ENV sets. */
  values: Record<string, string>;
}

export interface Stage {
  name: string;
  image: string;
  steps: Step[];
}

/** The words of the JSON array in a text; none where it has none. */
function jsonWords(text: string): string[] {
  const json = /\[.*\]$/s.exec(text.trim())?.[0];
  return json === undefined ? [] : (JSON.parse(json) as string[]);
}

function stepOf(instruction: Instruction): Step {
  const keyword = instruction.getKeyword();
  const flags = instruction instanceof ModifiableInstruction ? instruction.getFlags() : [];
  const plain = instruction.getArguments().map((argument) => argument.getValue());
  // After its own flags HEALTHCHECK says CMD, and then what any CMD says.
  const words = keyword === 'HEALTHCHECK' ? plain.slice(1) : plain;
  const strings = jsonWords(instruction.getArgumentsContent() ?? '');
  const properties = instruction instanceof PropertyInstruction ? instruction.getProperties() : [];
  return {
    keyword,
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    words: strings.length > 0 ? strings : words,
    isExec: strings.length > 0,
    text: words.join(' '),
    values: Object.fromEntries(properties.map((property) => [property.getName(), property.getValue() ?? ''])),
  };
}

/** The stages of a Dockerfile, in order. */
export function parseDockerfile(source: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(source).getInstructions()) {
    const step = stepOf(instruction);
    if (step.keyword !== 'FROM') stages.at(-1)?.steps.push(step);
    else stages.push({ image: step.words[0] ?? '', name: step.words[2] ?? String(stages.length), steps: [] });
  }
  return stages;
}
