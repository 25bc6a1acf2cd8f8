import type { Kind } from './kinds.js';

/** One row of the settings table. `placeholder` is the argument's name; without it the setting is a switch. */
export interface Row<T> {
  flag: string;
  placeholder?: string;
  repeatable?: true;
  default: T;
  /** As the help and the documents show the default. */
  shown: string;
  help: string;
  /** What a number counts. */
  unit?: string;
  kind: Kind<T>;
}

export const row = <T>(spec: Row<T>): Row<T> => spec;
