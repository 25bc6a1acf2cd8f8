import { useRef, useState } from 'preact/hooks';
import type { Campaign } from '../../../src/contract/campaign.js';
import { ActButton } from '../../shell/act-button.js';
import { Dialog } from '../../shell/dialogs/dialog.js';
import { reasonOf } from '../../shell/workspace/control.js';
import { relativeWords } from '../../words/time-words.js';
import { TextField } from '../form/fields.js';
import { isoTimeOf, localTimeOf } from '../local-time.js';
import '../../shell/styles/confirm.css';

const hour = 3_600_000;

export interface ScheduleProps {
  campaign: Campaign;
  /** The time of the workspace in ms. */
  now: number;
  /** Null takes a scheduled one back. Rejects with what was expected. */
  onTime(sendTime: string | null): Promise<void>;
  onCancel(): void;
}

/** Why a campaign cannot go out at a time that was entered. */
function faultOf(time: string | null, now: number): string | undefined {
  if (time === null) return 'Expected a date and a time';
  return Date.parse(time) <= now ? 'This has passed' : undefined;
}

/** Asks when a campaign is to go out, on the clock of the workspace. What is refused stands at the field, and the question stays. */
export function Schedule({ campaign: { send_time, status }, now, onTime, onCancel }: ScheduleProps) {
  const [local, setLocal] = useState(() =>
    localTimeOf(status === 'scheduled' && send_time !== null ? Date.parse(send_time) : now + hour),
  );
  const [refused, setRefused] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const time = isoTimeOf(local);
  const fault = faultOf(time, now);
  const send = (sendTime: string | null) =>
    onTime(sendTime).catch((error: unknown) => {
      setRefused(reasonOf(error));
      form.current?.querySelector('input')?.focus();
    });
  return (
    <Dialog class="confirm" aria-labelledby="schedule-title" onClose={onCancel}>
      <form
        ref={form}
        class="confirm-body"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (fault === undefined) void send(time);
        }}
      >
        <h2 id="schedule-title">When is it to go out?</h2>
        <TextField
          id="schedule-time"
          label="Time, on the clock of the workspace"
          type="datetime-local"
          value={local}
          issue={fault ?? refused}
          hint={time === null ? '' : relativeWords(time, now)}
          onText={(text) => {
            setRefused(undefined);
            setLocal(text);
          }}
        />
        <div class="confirm-actions">
          {status === 'scheduled' && (
            <button type="button" class="button cmp-apart" onClick={() => void send(null)}>
              Back to draft
            </button>
          )}
          <button type="button" class="button" onClick={onCancel}>
            Cancel
          </button>
          <ActButton type="submit" class="button primary" isOff={fault !== undefined} title={fault}>
            Schedule
          </ActButton>
        </div>
      </form>
    </Dialog>
  );
}
