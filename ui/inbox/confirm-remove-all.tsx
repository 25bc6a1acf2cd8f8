import { useLayoutEffect } from 'preact/hooks';
import { Confirm } from '../shell/dialogs/confirm.js';
import { keepFocus } from '../shell/panes/keep-focus.js';

export interface ConfirmRemoveAllProps {
  total: number;
  /** How many match the search, in words; null without a search. */
  matches: string | null;
  onConfirm(): void;
  onCancel(): void;
}

const allTitle = (total: number): string =>
  total === 1 ? 'Delete the message?' : `Delete all ${total.toLocaleString()} messages?`;

export function ConfirmRemoveAll({ total, matches, ...answers }: ConfirmRemoveAllProps) {
  // The button that asked goes with the list.
  useLayoutEffect(keepFocus, []);
  return (
    <Confirm
      title={matches === null ? allTitle(total) : `Delete the ${matches} that match?`}
      text={`${
        matches === null
          ? 'All mail of this workspace goes.'
          : 'All mail that the search finds goes, also what is not loaded yet.'
      } Statistics of campaigns stay. For a few seconds it can be undone.`}
      action={matches === null ? 'Delete all' : 'Delete what matches'}
      {...answers}
    />
  );
}
