/** Real milliseconds, in which a client waits: they run on where the machine's clock is set. */
export const now = (): number => performance.now();
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
