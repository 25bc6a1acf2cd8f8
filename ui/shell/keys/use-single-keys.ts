import { useLayoutEffect } from 'preact/hooks';
import { useStored } from '../use-stored.js';

const choices = ['on', 'off'] as const;
type Choice = (typeof choices)[number];
const isChoice = (text: string): text is Choice => choices.some((choice) => choice === text);

/** Whether letters alone are commands. Who dictates or holds a switch turns them off (WCAG 2.1.4). */
export function useSingleKeys(): [boolean, (on: boolean) => void] {
  const [choice, setChoice] = useStored<Choice>('single-keys', 'on', isChoice);
  useLayoutEffect(() => {
    document.documentElement.dataset['singleKeys'] = choice;
  }, [choice]);
  return [choice === 'on', (on) => setChoice(on ? 'on' : 'off')];
}

/** Whether a key is off: a character by itself, while those are turned off. */
export const isTurnedOff = ({ key }: KeyboardEvent): boolean =>
  key.length === 1 && key !== ' ' && document.documentElement.dataset['singleKeys'] === 'off';
