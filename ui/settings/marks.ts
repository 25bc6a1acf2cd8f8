import { useLayoutEffect, useState } from 'preact/hooks';
import type { Issue } from '../../src/contract/errors.js';

let refused: readonly Issue[] = [];
const listeners = new Set<() => void>();

/** Says what the API found wrong with what the page sent last, by the names that its fields have there. */
export function setMarks(issues: readonly Issue[]): void {
  refused = issues;
  for (const listener of listeners) listener();
}

/** What is wrong at a field: what the API found, or else what the browser did before anything was sent. */
export function useMark(field: string | undefined) {
  const [own, setOwn] = useState<string | null>(null);
  const [, draw] = useState(refused);
  useLayoutEffect(() => {
    const listener = () => draw(refused);
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, []);
  const id = `mark-${field}`;
  const issue = refused.find((each) => each.field === field)?.issue ?? own;
  return {
    id,
    issue,
    /** A field that is changed is marked no more. */
    clear() {
      setOwn(null);
      if (refused.some((each) => each.field === field))
        setMarks(refused.filter((each) => each.field !== field));
    },
    attributes: {
      'aria-invalid': issue !== null,
      'aria-describedby': issue === null ? undefined : id,
      // In the place of the browser's bubble, which goes by itself.
      onInvalid(event: Event) {
        event.preventDefault();
        const { target } = event;
        if (!(target instanceof HTMLInputElement)) return;
        setOwn(target.validationMessage);
        if (target.form?.querySelector('input:invalid') === target) target.focus();
      },
    },
  };
}
