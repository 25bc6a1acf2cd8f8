let act: () => void = () => undefined;

/** Has `next` called when a start is over, before it is told. */
export const onceStarted = (next: () => void): void => void (act = next);

/** Says that a start is over. */
export const started = (): void => act();
