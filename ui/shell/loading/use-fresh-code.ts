import { useEffect, useRef } from 'preact/hooks';
import type { Connection } from '../../live/feed.js';
import type { LeaveGuard } from '../address/use-address.js';
import type { ShowToast } from '../dialogs/use-toast.js';
import { lackReason, onLoadFailure } from './use-loaded.js';

/**
 * A browser does not ask again for a part of the code that failed to load: where nobody answered, the page is loaded anew once
 * the connection is back, and no form would be lost. A failure with a connection is not repeated: it could go on for ever.
 */
export function useFreshCode(connection: Connection, guard: LeaveGuard, show: ShowToast): void {
  const latest = useRef(connection);
  latest.current = connection;
  const isLacking = useRef(false);
  useEffect(
    () =>
      onLoadFailure((what) => {
        isLacking.current ||= /lost|offline/.test(latest.current);
        if (what !== null) show(`${what} could not be loaded: ${lackReason}`, 'bad');
      }),
    [show],
  );
  // After each change: a form may be saved or left meanwhile.
  useEffect(() => {
    if (isLacking.current && connection === 'live' && !guard.isUnsaved()) location.reload();
  });
}
