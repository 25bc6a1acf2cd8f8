/** How long a wait may take. Real time: the clock of the workspace has no part in it. */
export interface WaitOptions {
  /**
   * Milliseconds, from 0 to 60000.
   * @defaultValue `4000`
   */
  timeout?: number;
}

/** For how many a wait is, and how long it may take. */
export interface Waiting extends WaitOptions {
  /**
   * How many must match, from 1 to 500.
   * @defaultValue `1`
   */
  count?: number;
}

/** The one that a wait for one was answered with. */
export function first<T>(list: readonly T[]): T {
  const [item] = list;
  if (item === undefined) throw new Error('The emulator answered an empty list');
  return item;
}
