import { useEffect, useMemo, useState } from 'preact/hooks';
import { Confirm } from './confirm.js';
import { createUnsaved } from './unsaved.js';
import type { LeaveGuard } from './use-address.js';

/** Asks before an unsaved form is left: within the page by a dialog of ours, to another one by that of the browser. */
export function useLeaveGuard() {
  const [leave, setLeave] = useState<(() => void) | null>(null);
  const unsaved = useMemo(() => createUnsaved(document), []);
  const guard = useMemo<LeaveGuard>(
    () => ({ isUnsaved: unsaved.isThere, ask: (next) => setLeave(() => next) }),
    [unsaved],
  );
  useEffect(() => unsaved.watch(), [unsaved]);
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (unsaved.isThere()) event.preventDefault();
    };
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [unsaved]);
  const question = leave && (
    <Confirm
      title="Leave without saving?"
      text="What you entered in this form is not saved yet."
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
