import type { LiveFrame } from '../../../src/contract/frame.js';
import type { Limits, RateLimitMode } from '../../../src/contract/limits.js';
import { ActButton } from '../../shell/act-button.js';
import type { PageProps } from '../../shell/page.js';
import { Loaded, onSubmit, Part, Section, TextInput } from '../parts.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';
import { useResource } from '../use-resource.js';
import { useTyped } from '../use-typed.js';

const modes: Record<RateLimitMode, { word: string; hint: string }> = {
  off: { word: 'Off', hint: 'Calls are not counted.' },
  observe: { word: 'Observe', hint: 'Calls are counted; those over the limit pass with a warning.' },
  enforce: { word: 'Enforce', hint: 'Calls over the limit are answered 429.' },
};
const modeNames = Object.keys(modes) as RateLimitMode[];

const isCall = ({ type }: LiveFrame): boolean => type === 'request';

/** Rate limits and the monthly quota, and what is used of them. */
export function LimitsSection(props: PageProps) {
  const limits = useResource<Limits>(props, '/limits', { isNews: isCall, looks: true });
  const { act, isBusy } = useAct(props, limits.reload);
  return (
    <Section
      title="Limits"
      lead="Calls of each key in any hour of the clock, and recipients of a calendar month. They hold until the emulator stops."
    >
      <Loaded of={limits}>
        {(current) => (
          <>
            <LimitsForm {...props} {...{ current, act, isBusy }} />
            <Used limits={current} />
          </>
        )}
      </Loaded>
    </Section>
  );
}

interface FormProps extends PageProps {
  current: Limits;
  act: Act;
  isBusy: boolean;
}

function LimitsForm({ control, current, act, isBusy }: FormProps) {
  const { mode, read, write, monthly_quota } = current;
  const { valueOf, isTyped, enter } = useTyped({
    ...{ mode, read: String(read), write: String(write), quota: String(monthly_quota ?? '') },
  });
  const quota = valueOf('quota');
  // What others changed meanwhile stays as it is.
  const save = () =>
    act(
      () =>
        control.change('PUT', '/limits', {
          ...(isTyped('mode') && { mode: valueOf('mode') }),
          ...(isTyped('read') && { read: Number(valueOf('read')) }),
          ...(isTyped('write') && { write: Number(valueOf('write')) }),
          ...(isTyped('quota') && { monthly_quota: quota === '' ? null : Number(quota) }),
        }),
      'The limits are changed',
    );
  const number = { type: 'number', min: 1, max: 1_000_000, step: 1, required: true } as const;
  return (
    <form class="set-form" onSubmit={onSubmit(() => void save())}>
      <fieldset class="set-radios">
        <legend>Rate limits</legend>
        {modeNames.map((one) => (
          <label key={one}>
            <input
              type="radio"
              name="mode"
              checked={valueOf('mode') === one}
              onChange={() => enter('mode')(one)}
            />
            <span>
              <b>{modes[one].word}</b> <span class="muted">{modes[one].hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="set-grid">
        <TextInput
          label="Reads an hour"
          field="read"
          {...number}
          value={valueOf('read')}
          onInput={enter('read')}
        />
        <TextInput
          label="Writes an hour"
          field="write"
          {...number}
          value={valueOf('write')}
          onInput={enter('write')}
        />
        <TextInput
          label="Recipients a month"
          field="monthly_quota"
          hint="Empty for no quota."
          type="number"
          min={0}
          step={1}
          value={quota}
          onInput={enter('quota')}
        />
      </div>
      <ActButton type="submit" class="button" isOff={isBusy}>
        Save the limits
      </ActButton>
    </form>
  );
}

function Used({ limits: { keys, read, write, monthly_quota, quota_used } }: { limits: Limits }) {
  const used = keys.filter((key) => key.read.used + key.write.used > 0);
  return (
    <Part title="Used">
      {used.length === 0 && monthly_quota === null && <p class="muted">Nothing in the last hour.</p>}
      {used.map((key) => (
        <div key={key.id} class="set-meters">
          <bdi>{key.name}</bdi>
          <Meter word="reads" used={key.read.used} most={read} />
          <Meter word="writes" used={key.write.used} most={write} />
        </div>
      ))}
      {monthly_quota !== null && (
        <div class="set-meters">
          <span>This month</span>
          <Meter word="recipients" used={quota_used} most={monthly_quota} />
        </div>
      )}
    </Part>
  );
}

const Meter = ({ word, used, most }: { word: string; used: number; most: number }) => (
  <label class="set-meter">
    <progress value={Math.min(used, most)} max={Math.max(1, most)} />
    <span>
      {used.toLocaleString()} of {most.toLocaleString()} {word}
    </span>
  </label>
);
