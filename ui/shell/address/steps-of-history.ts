/** The number of an entry of the session's history, so that a step back is known from a step forward. */
const numberOf = (state: unknown): number | null =>
  typeof state === 'object' && state !== null && 'at' in state && typeof state.at === 'number'
    ? state.at
    : null;

const currentStep = (): number => numberOf(history.state) ?? 0;

/** The number of the present entry, which has one from then on. */
export function markedStep(): number {
  const step = currentStep();
  history.replaceState({ at: step }, '');
  return step;
}

export const pushStep = (url: string): void => history.pushState({ at: currentStep() + 1 }, '', url);

export const replaceStep = (url: string): void => history.replaceState({ at: currentStep() }, '', url);

/** The number of the entry that the browser went to; one without, which a link made, comes after `from`. */
export function arrivedStep(from: number): number {
  const number = numberOf(history.state);
  if (number !== null) return number;
  history.replaceState({ at: from + 1 }, '');
  return from + 1;
}
