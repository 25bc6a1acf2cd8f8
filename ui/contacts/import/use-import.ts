import { useCallback, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ContactImport, ContactImportInput } from '../../../src/contract/contact-import.js';
import type { Feed } from '../../live/feed.js';
import { useNews } from '../../live/use-feed.js';
import { CallError, reasonOf } from '../../shell/workspace/control.js';
import type { Control } from '../../shell/workspace/control.js';
import type { ReadText } from './read-file.js';

export type ImportOptions = Pick<ContactImportInput, 'columns' | 'existing' | 'faulty'>;

const usual: ImportOptions = { existing: 'skip', faulty: 'refuse' };
/** A pasted text is judged when typing pauses. */
const settleMs = 300;

const never = () => false;

/**
 * A file on its way to be imported: judged by the emulator whenever it, or how it is read, is another,
 * and again where nobody answered and the connection is back.
 */
export function useImport(control: Control, feed: Feed) {
  const [source, setSource] = useState<ReadText | null>(null);
  const [options, setOptions] = useState(usual);
  const [preview, setPreview] = useState<ContactImport | null>(null);
  const [issue, setIssue] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const latest = useRef(0);
  const isUnanswered = useRef(false);
  const [tries, setTries] = useState(0);
  const tryAgain = useCallback(() => {
    if (isUnanswered.current) setTries((count) => count + 1);
  }, []);
  useNews(feed, never, tryAgain);
  const reasonFor = (error: unknown): string => {
    isUnanswered.current = error instanceof CallError && error.status === 0;
    return reasonOf(error);
  };
  const { columns, existing } = options;

  useLayoutEffect(() => {
    latest.current += 1;
    isUnanswered.current = false;
    const turn = latest.current;
    const isThere = source !== null && source.text.trim() !== '';
    // From the change on: what is shown is of the former one, and must not go away under a click.
    setBusy(isThere);
    if (!isThere) {
      setPreview(null);
      setIssue(null);
      return undefined;
    }
    const judge = () => {
      const body = { csv: source.text, existing, preview: true, ...(columns ? { columns } : {}) };
      void control
        .change<ContactImport>('POST', '/contacts/import', body)
        .then(
          (judged) => ({ judged, error: null }),
          (error: unknown) => ({ judged: null, error }),
        )
        .then(({ judged, error }) => {
          if (turn !== latest.current) return;
          setBusy(false);
          setPreview(judged);
          setIssue(judged ? null : reasonFor(error));
        });
    };
    const timer = window.setTimeout(judge, settleMs);
    return () => window.clearTimeout(timer);
  }, [control, source, columns, existing, tries]);

  async function run(): Promise<ContactImport | null> {
    if (!source) return null;
    setBusy(true);
    try {
      return await control.change<ContactImport>('POST', '/contacts/import', {
        csv: source.text,
        ...options,
      });
    } catch (error) {
      setIssue(reasonFor(error));
      return null;
    } finally {
      setBusy(false);
    }
  }
  return {
    ...{ source, options, preview, issue, isBusy, run },
    /** Another file: its columns are those of its own headings. */
    take(read: ReadText) {
      setSource(read);
      setOptions(({ existing, faulty }) => ({ existing, faulty }));
    },
    change: (patch: Partial<ImportOptions>) => setOptions((before) => ({ ...before, ...patch })),
  };
}
export type Import = ReturnType<typeof useImport>;
