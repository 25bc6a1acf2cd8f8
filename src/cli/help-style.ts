import { Help } from 'commander';
import type { Argument, HelpConfiguration, Option } from 'commander';
import { helpColumns } from './output.js';

/** The values that there are, unless the description has them. */
const choicesIn = ({
  description,
  argChoices,
}: {
  description: string;
  argChoices: string[] | undefined;
}): string[] =>
  argChoices?.some((choice) => !description.includes(choice)) ? [`one of ${argChoices.join(', ')}`] : [];

/** How help looks: as wide as the terminal (commander wraps it), and without what is a matter of course. */
export const helpStyle: HelpConfiguration = {
  // Beside the longest flag a terminal of 80 columns leaves so much.
  minWidthToWrap: 24,
  commandUsage(command) {
    const words = new Help().commandUsage(command).split(' ');
    return wrapWords(words, { width: helpColumns() - 'Usage: '.length, indent: '  ' });
  },
  formatItem(term, termWidth, description, helper) {
    const width = helper.helpWidth ?? 80;
    const isNarrow = width - termWidth - 4 < helper.minWidthToWrap;
    if (!isNarrow || description === '')
      return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
    return `  ${term}\n${helper.boxWrap(description, width - 6).replace(/^/gm, '      ')}`;
  },
  argumentDescription({ description, argChoices }: Argument): string {
    const [choices] = choicesIn({ description, argChoices });
    return choices === undefined ? description : `${description} (${choices})`;
  },
  optionDescription({ description, defaultValue, envVar, argChoices }: Option): string {
    const notes = [
      ...choicesIn({ description, argChoices }),
      // A switch is off unless given.
      ...(defaultValue === undefined || defaultValue === false ? [] : [`default: ${String(defaultValue)}`]),
      ...(envVar ? [`env: ${envVar}`] : []),
    ];
    return notes.length > 0 ? `${description} (${notes.join('; ')})` : description;
  },
};

/** Words in lines of a width, each line but the last ending in `end` and each but the first beginning with `indent`. */
export function wrapWords(
  words: readonly string[],
  { width, end = '', indent = '' }: { width: number; end?: string; indent?: string },
): string {
  const lines: string[] = [];
  let line = words[0] ?? '';
  for (const word of words.slice(1)) {
    if (line.length + 1 + word.length + end.length <= width) line += ` ${word}`;
    else {
      lines.push(line + end);
      line = indent + word;
    }
  }
  return [...lines, line].join('\n');
}
