/** A wait for something that is there or comes with a later change. */
export interface WaitFor<T> {
  /** Real milliseconds. */
  timeout: number;
  /** Aborted when the caller went away. */
  signal?: AbortSignal | undefined;
  /** What is sought, or null while it is not there. */
  find(): Promise<T | null> | T | null;
}

/** How many a caller waits for, and for how long (real ms). */
export interface Wait {
  count: number;
  timeout: number;
  signal?: AbortSignal | undefined;
}

/** Waits; resolves with null when the time is up. */
export interface Waiter {
  waitFor<T>(wait: WaitFor<T>): Promise<T | null>;
}
