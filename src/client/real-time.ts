/** Real time, in which a client waits. */
export const now = (): number => Date.now();
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
