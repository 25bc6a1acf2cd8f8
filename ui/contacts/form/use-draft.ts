import { useCallback, useState } from 'preact/hooks';
import type { Issue } from '../../../src/contract/errors.js';
import type { Feed } from '../../live/feed.js';
import { useNews } from '../../live/use-feed.js';
import { CallError, reasonOf, unanswered } from '../../shell/workspace/control.js';
import type { Draft, Taken } from './contact-draft.js';

const never = () => false;

/** The faults that the API named, or the reason without a field. */
const issuesOf = (error: unknown): readonly Issue[] =>
  error instanceof CallError && error.issues.length > 0
    ? error.issues
    : [{ field: '', issue: reasonOf(error) }];

/** A form's draft, the faults of the last try, and the try itself. */
export function useDraft<T>(
  feed: Feed,
  initial: Draft,
  bodyOf: (draft: Draft) => Taken<T>,
  send: (body: T) => Promise<void>,
) {
  const [draft, setDraft] = useState(initial);
  const [issues, setIssues] = useState<readonly Issue[]>([]);
  const [refusals, setRefusals] = useState(0);
  const [isBusy, setBusy] = useState(false);
  // That nobody answered is over once somebody does.
  const forget = useCallback(() => setIssues((held) => held.filter(({ issue }) => issue !== unanswered)), []);
  useNews(feed, never, forget);
  function refuse(found: readonly Issue[]) {
    setIssues(found);
    setRefusals((count) => count + 1);
  }
  async function submit() {
    const taken = bodyOf(draft);
    if ('issues' in taken) return refuse(taken.issues);
    setBusy(true);
    setIssues([]);
    try {
      await send(taken.body);
    } catch (error) {
      refuse(issuesOf(error));
      setBusy(false);
    }
  }
  return {
    ...{ draft, issues, refusals, isBusy },
    /** A field that is changed is marked no more. */
    onChange(patch: Partial<Draft>) {
      setDraft((before) => ({ ...before, ...patch }));
      setIssues((held) =>
        held.filter(({ field }) => !Object.keys(patch).some((name) => field.startsWith(name))),
      );
    },
    onSubmit: () => void submit(),
  };
}
