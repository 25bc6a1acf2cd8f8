import { useEffect, useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { createUnsaved } from './unsaved.js';
import type { LeaveGuard } from '../address/use-address.js';
import { useLoaded } from '../loading/use-loaded.js';

/** Fetched when it is first asked. */
const loadConfirm = async () => (await import('./confirm.js')).Confirm;
const title = 'Leave without saving?';
const text = 'What you entered in this form is not saved yet.';

/** Asks before an unsaved form is left: within the page by a dialog of ours, to another one by that of the browser. */
export function useLeaveGuard() {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const unsaved = useMemo(() => createUnsaved(document), []);
  const guard = useMemo<LeaveGuard>(
    () => ({ isUnsaved: unsaved.isThere, ask: (next) => setLeave(() => next) }),
    [unsaved],
  );
  useLayoutEffect(() => unsaved.watch(), [unsaved]);
  useLayoutEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved.isThere()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
  const { value: Confirm, isFailed } = useLoaded(leave && loadConfirm);
  // Where nobody answers, the browser's own question.
  useEffect(() => {
    if (!leave || !isFailed) return;
    setLeave(null);
    if (window.confirm(`${title} ${text}`)) leave();
  }, [leave, isFailed]);
  const question = leave && Confirm && (
    <Confirm
      {...{ title, text }}
      action="Leave"
      onCancel={() => setLeave(null)}
      onConfirm={() => {
        setLeave(null);
        leave();
      }}
    />
  );
  return { guard, question };
}
