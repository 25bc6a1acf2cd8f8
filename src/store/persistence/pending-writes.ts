/** One write at a time, which takes all that is pending; what failed stays pending. */
export interface PendingWrites {
  /** Writes what is pending, or joins the write under way. Resolves when it has ended, also where it failed. */
  run(): Promise<void>;
  /** The error of the last write; null once one has written all. */
  fault(): Error | null;
}

export interface PendingWritesDeps {
  /** Writes until nothing is pending, and rejects where it cannot. */
  writeAll(): Promise<void>;
  /** Called when writing begins to fail, and not again before all was written. */
  onFault(error: Error): void;
}

export function createPendingWrites({ writeAll, onFault }: PendingWritesDeps): PendingWrites {
  let fault: Error | null = null;
  let writing: Promise<void> | null = null;

  async function write(): Promise<void> {
    try {
      await writeAll();
      fault = null;
    } catch (error) {
      const isFirst = fault === null;
      fault = error as Error;
      if (isFirst) onFault(fault);
    } finally {
      writing = null;
    }
  }
  return {
    run: () => (writing ??= write()),
    fault: () => fault,
  };
}
