import { useCallback, useRef, useState } from 'preact/hooks';
import type { ShowToast } from './dialogs/use-toast.js';

/** Copies text; `copied` is what was copied just now, so that its button can say so. */
export function useCopy(show: ShowToast) {
  const [copied, setCopied] = useState<string | null>(null);
  const timer = useRef(0);
  const copy = useCallback(
    (text: string) => {
      // Absent on plain-http pages of other hosts, as in a Docker network.
      const clipboard = navigator.clipboard as Clipboard | undefined;
      const writing = clipboard?.writeText(text) ?? Promise.reject(new Error('No clipboard'));
      writing.then(
        () => {
          window.clearTimeout(timer.current);
          setCopied(text);
          timer.current = window.setTimeout(() => setCopied(null), 1600);
        },
        () => show('This browser does not let the page copy: select the text instead', 'bad'),
      );
    },
    [show],
  );
  return { copied, copy };
}
export type Clip = ReturnType<typeof useCopy>;
