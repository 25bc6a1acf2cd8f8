/** Real milliseconds since some moment, in which a client waits: they run on where the machine's clock is set. */
export const elapsed = (): number => performance.now();
/** What the machine's clock shows. */
export const now = (): number => Date.now();
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
