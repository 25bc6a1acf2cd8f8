import type { LogEvent } from '../../../../src/contract/event.js';
import { Chip } from '../../../shell/chip.js';
import { stateOfEvent, stateWords } from '../../../words/mail-state.js';
import { exactWords, relativeWords } from '../../../words/time-words.js';
import { StateMark } from '../../state-marks.js';
import { Nothing } from './text-view.js';

export const TimelineView = ({ events, now }: { events: readonly LogEvent[]; now: number }) =>
  events.length === 0 ? (
    <Nothing>Nothing has happened to this message yet.</Nothing>
  ) : (
    <ol class="timeline">
      {events.map((event) => (
        <TimelineEntry key={event.id} event={event} now={now} />
      ))}
    </ol>
  );

function TimelineEntry({ event, now }: { event: LogEvent; now: number }) {
  const state = stateOfEvent[event.type];
  const { url, user_agent, ip, bot, bounce } = event.data;
  return (
    <li>
      <StateMark state={state} />
      <div class="happened">
        <p>
          <b>{stateWords[state]}</b>
          {bot && (
            <Chip tiny icon="bot" title="Done by a scanner, not by a person">
              bot
            </Chip>
          )}
          <time dateTime={event.created_at} title={relativeWords(event.created_at, now)}>
            {exactWords(event.created_at)}
          </time>
        </p>
        {url && (
          <p class="mono">
            <bdi>{url}</bdi>
          </p>
        )}
        {bounce && (
          <p class="mono bad">
            {bounce.type}: <bdi>{bounce.diagnostic}</bdi>
          </p>
        )}
        {(user_agent ?? ip) && (
          <p class="muted">
            <bdi>{[ip, user_agent].filter(Boolean).join(' · ')}</bdi>
          </p>
        )}
        <p class="event-name mono">
          {event.type} · {event.id}
        </p>
      </div>
    </li>
  );
}
