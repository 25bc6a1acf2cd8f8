import type { HelpConfiguration, Option } from 'commander';

/** How help looks: as wide as the terminal (commander wraps it), and without what is a matter of course. */
export const helpStyle: HelpConfiguration = {
  // Beside the longest flag a terminal of 80 columns leaves so much.
  minWidthToWrap: 24,
  optionDescription({ description, defaultValue, envVar, argChoices }: Option): string {
    const notes = [
      ...(argChoices?.some((choice) => !description.includes(choice))
        ? [`one of ${argChoices.join(', ')}`]
        : []),
      // A switch is off unless given.
      ...(defaultValue === undefined || defaultValue === false ? [] : [`default: ${String(defaultValue)}`]),
      ...(envVar ? [`env: ${envVar}`] : []),
    ];
    return notes.length > 0 ? `${description} (${notes.join('; ')})` : description;
  },
};
