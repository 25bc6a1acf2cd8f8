import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { Confirm } from '../shell/dialogs/confirm.js';
import { keepFocus } from '../shell/panes/keep-focus.js';
import type { Api } from './api.js';
import type { ListState } from './list/list-state.js';

export interface ConfirmRemoveAllProps {
  /** All mail of the workspace. */
  total: number;
  list: ListState;
  api: Api;
  onConfirm(): void;
  onCancel(): void;
}

/** Beyond every mail: a search is counted to its end for it. */
const farOff = 1e7;

const allTitle = (total: number): string =>
  total === 1 ? 'Delete the message?' : `Delete all ${total.toLocaleString()} messages?`;
const matchTitle = (count: number | null): string =>
  count === null ? 'Delete what matches?' : `Delete the ${count.toLocaleString()} that match?`;

/** Asks before all mail, or all that a search finds, is deleted, and says how much that is. */
export function ConfirmRemoveAll({ total, list, api, ...answers }: ConfirmRemoveAllProps) {
  const { q } = list;
  const [counted, setCounted] = useState<number | null>(null);
  const [isUncounted, setUncounted] = useState(false);
  const matches = list.isExact ? list.total : counted;
  // The button that asked goes with the list.
  useLayoutEffect(keepFocus, []);
  // A list that is typed for knows only that there are many.
  useEffect(() => {
    if (q === '' || list.isExact) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    api.list({ q, limit: 1, offset: farOff, cursor: null }, signal).then(
      (answer) => signal.aborted || setCounted(answer.total),
      () => signal.aborted || setUncounted(true),
    );
    return () => controller.abort();
  }, [api, q, list.isExact]);
  const isCounting = q !== '' && matches === null && !isUncounted;
  return (
    <Confirm
      title={q === '' ? allTitle(total) : matchTitle(matches)}
      text={`${
        q === ''
          ? 'All mail of this workspace goes.'
          : 'All mail that the search finds goes, also what is not loaded yet.'
      } Statistics of campaigns stay. For a few seconds it can be undone.`}
      action={q === '' ? 'Delete all' : 'Delete what matches'}
      offReason={isCounting ? 'It is being counted' : null}
      {...answers}
    />
  );
}
