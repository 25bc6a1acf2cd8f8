import { clockWords, dateWords, oddity } from '../../words/time-words.js';
import type { HeldClock } from '../../words/time-words.js';

export interface WorkspaceClockProps {
  clock: HeldClock | null;
  now: number;
}

/** The time of the workspace, marked where that is not real time. */
export function WorkspaceClock({ clock, now }: WorkspaceClockProps) {
  const odd = oddity(clock, now);
  return (
    <dl class="place">
      <dt>Clock</dt>
      <dd title={odd ? `The clock of this workspace is not real time: ${odd}` : 'Real time'}>
        <time>{clockWords(now)}</time>
        {odd && <span class="odd">{odd}</span>}
        {odd && <span class="odd-date">{dateWords(now)}</span>}
      </dd>
    </dl>
  );
}

/** A line above the page where the bar has no room for the clock: there is one only while it is not real time. */
export function ClockStrip({ clock, now }: WorkspaceClockProps) {
  const odd = oddity(clock, now);
  if (!odd) return null;
  return (
    <aside class="strip" aria-label="Clock">
      <a href="#/settings/clock">
        <span>Clock {odd}</span>
        <time>
          {dateWords(now)}, {clockWords(now)}
        </time>
      </a>
    </aside>
  );
}
