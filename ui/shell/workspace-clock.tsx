import { clockWords, dateWords, oddity } from '../words/time-words.js';
import type { HeldClock } from '../words/time-words.js';

export interface WorkspaceClockProps {
  workspace: string;
  clock: HeldClock | null;
  now: number;
}

/** Which workspace this is, and its time, marked where that is not real time. */
export function WorkspaceClock({ workspace, clock, now }: WorkspaceClockProps) {
  const odd = oddity(clock, now);
  return (
    <dl class="place">
      <dt>Workspace</dt>
      <dd class="mono" title={workspace}>
        <bdi>{workspace}</bdi>
      </dd>
      <dt>Clock</dt>
      <dd title={odd ? `The clock of this workspace is not real time: ${odd}` : 'Real time'}>
        <time>{clockWords(now)}</time>
        {odd && <span class="odd">{odd}</span>}
        {odd && <span class="odd-date">{dateWords(now)}</span>}
      </dd>
    </dl>
  );
}
