import type { Kind } from './kinds.js';

/** One row of the settings table. `placeholder` is the argument's name; without it the setting is a switch. */
export interface Row<T> {
  flag: string;
  placeholder?: string;
  repeatable?: true;
  /** Whether it is known to the emulator's owner alone: what shows settings says of it no more than that it is set. */
  secret?: true;
  default: T;
  /** As the help and the documents show the default. */
  shown: string;
  help: string;
  /** The heading of the help under which it stands. */
  group: string;
  /** What a number counts. */
  unit?: string;
  kind: Kind<T>;
}

const rowIn =
  (group: string) =>
  <T>(spec: Omit<Row<T>, 'group'>): Row<T> => ({ group, ...spec });

/** Makers of rows, one for each heading of the help. */
export const listeningRow = rowIn('Where it listens:');
export const beginningRow = rowIn('What it begins with:');
export const webhooksRow = rowIn('Webhooks:');
export const peopleRow = rowIn('Who does what with a mail:');
export const apiRow = rowIn('The API:');
export const mailRow = rowIn('Mail:');
export const outputRow = rowIn('Output:');
