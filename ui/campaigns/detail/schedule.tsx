import { useState } from 'preact/hooks';
import type { Campaign } from '../../../src/contract/campaign.js';
import { Dialog } from '../../shell/dialogs/dialog.js';
import { relativeWords } from '../../words/time-words.js';
import { isoTimeOf, localTimeOf } from '../local-time.js';
import '../../shell/styles/confirm.css';

const hour = 3_600_000;

export interface ScheduleProps {
  campaign: Campaign;
  /** The time of the workspace in ms. */
  now: number;
  /** Null takes a scheduled one back. */
  onTime(sendTime: string | null): void;
  onCancel(): void;
}

/** Asks when a campaign is to go out, on the clock of the workspace. */
export function Schedule({ campaign: { send_time, status }, now, onTime, onCancel }: ScheduleProps) {
  const [local, setLocal] = useState(() =>
    localTimeOf(status === 'scheduled' && send_time !== null ? Date.parse(send_time) : now + hour),
  );
  const time = isoTimeOf(local);
  const isPast = time !== null && Date.parse(time) <= now;
  return (
    <Dialog class="confirm" aria-labelledby="schedule-title" onClose={onCancel}>
      <form
        class="confirm-body"
        onSubmit={(event) => {
          event.preventDefault();
          if (time !== null && !isPast) onTime(time);
        }}
      >
        <h2 id="schedule-title">When is it to go out?</h2>
        <label class="cmp-field">
          <span>Time, on the clock of the workspace</span>
          <input
            type="datetime-local"
            required
            value={local}
            aria-invalid={isPast}
            aria-describedby="schedule-hint"
            onInput={(event) => setLocal(event.currentTarget.value)}
          />
        </label>
        <p id="schedule-hint" class={isPast ? 'bad' : ''}>
          {time === null
            ? 'Expected a date and a time'
            : isPast
              ? 'This has passed'
              : relativeWords(time, now)}
        </p>
        <div class="confirm-actions">
          {status === 'scheduled' && (
            <button type="button" class="button cmp-apart" onClick={() => onTime(null)}>
              Back to draft
            </button>
          )}
          <button type="button" class="button" onClick={onCancel}>
            Cancel
          </button>
          <button type="submit" class="button primary" disabled={time === null || isPast}>
            Schedule
          </button>
        </div>
      </form>
    </Dialog>
  );
}
