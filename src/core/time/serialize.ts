/** Runs work one after the other, in the order in which it was asked for. */
export interface Serializer {
  /** Begins `work` when all before it has ended, also where that failed. Resolves and rejects as `work` does. */
  run<T>(work: () => T | Promise<T>): Promise<T>;
  /** Resolves when all work asked for so far has ended. */
  settled(): Promise<void>;
}

export function createSerializer(): Serializer {
  let last: Promise<void> = Promise.resolve();
  const forget = () => undefined;
  return {
    run(work) {
      const mine = last.then(work);
      last = mine.then(forget, forget);
      return mine;
    },
    settled: () => last,
  };
}
