import { useEffect, useState } from 'preact/hooks';
import type { ClockState } from '../../../src/contract/clock.js';
import { ActButton } from '../../shell/act-button.js';
import type { PageProps } from '../../shell/page.js';
import { runWords } from '../../words/clock-words.js';
import { clockWords, dateWords, exactWords, oddity } from '../../words/time-words.js';
import { onSubmit, Part, Section, TextInput } from '../parts.js';
import { useAct } from '../use-act.js';
import type { Act } from '../use-act.js';

const steps = [
  { by: '1h', word: '+1 h' },
  { by: '1d', word: '+1 d' },
  { by: '30d', word: '+30 d' },
] as const;

const firedWords = (fired: number): string =>
  fired === 0 ? 'Nothing fell due' : `${fired.toLocaleString()} ${fired === 1 ? 'thing' : 'things'} happened`;

/** The clock of the workspace: all that waits for a time follows it. */
export function ClockSection(props: PageProps) {
  const { control, clock, now } = props;
  const { act, isBusy } = useAct(props, () => undefined);
  const [moves, setMoves] = useState<readonly string[]>([]);
  const odd = oddity(clock, now);
  // They tell how the clock came to be where it is.
  useEffect(() => {
    if (odd === null) setMoves([]);
  }, [odd === null]);
  const advance = async ({ by, word }: (typeof steps)[number]) => {
    const moved = await act(
      () => control.change<{ fired: number }>('POST', '/clock/advance', { by }),
      ({ fired }) => firedWords(fired),
    );
    if (moved) setMoves((held) => [`${word}: ${firedWords(moved.fired).toLowerCase()}`, ...held].slice(0, 8));
  };
  return (
    <Section
      title="Clock"
      lead="Scheduled campaigns, simulated opens and clicks, retries and rate limits follow the clock of the workspace. What falls due on the way of a move happens, in its order."
    >
      <div class="set-clock" role="timer" aria-label="Clock of the workspace">
        <time dateTime={new Date(now).toISOString()}>{clockWords(now)}</time>
        <span>{dateWords(now)}</span>
        <span class={odd ? 'set-odd' : 'muted'}>
          {odd ? `Not real time: ${detailOf(clock) ?? odd}` : 'Real time'}
        </span>
      </div>
      <div class="set-buttons">
        {steps.map((step) => (
          <ActButton key={step.by} class="button" isOff={isBusy} onClick={() => void advance(step)}>
            {step.word}
          </ActButton>
        ))}
        <FreezeButton {...props} act={act} isBusy={isBusy} />
        <ActButton
          class="button"
          isOff={isBusy || odd === null}
          title={odd === null ? 'The clock shows real time' : undefined}
          onClick={() => void act(() => backToReal(control), 'The clock shows real time again')}
        >
          Back to real time
        </ActButton>
      </div>
      {isBusy && <p class="muted set-late">What falls due on the way is happening…</p>}
      {moves.length > 0 && (
        <ol class="set-moves" aria-label="Moves of the clock">
          {moves.map((move, at) => (
            <li key={moves.length - at}>{move}</li>
          ))}
        </ol>
      )}
      <SetClock {...props} act={act} isBusy={isBusy} />
    </Section>
  );
}

/** Why a clock that stands would not run at the speed of a second a second. */
const detailOf = (clock: PageProps['clock']): string | null =>
  clock && (clock.rate === 0 || (clock.frozen && clock.rate !== 1)) ? runWords(clock) : null;

async function backToReal(control: PageProps['control']): Promise<void> {
  await control.change('POST', '/clock/set', { to: new Date().toISOString() });
  await control.change('POST', '/clock/rate', { rate: 1 });
  await control.change('POST', '/clock/resume', {});
}

interface ActProps extends PageProps {
  act: Act;
  isBusy: boolean;
}

function FreezeButton({ control, clock, act, isBusy }: ActProps) {
  const isFrozen = clock?.frozen ?? false;
  return (
    <ActButton
      class="button"
      isOff={isBusy}
      aria-pressed={isFrozen}
      onClick={() =>
        void act(
          () => control.change<ClockState>('POST', isFrozen ? '/clock/resume' : '/clock/freeze', {}),
          (state) => `The clock ${isFrozen ? runWords(state) : 'stands still'}`,
        )
      }
    >
      {isFrozen ? 'Let it run' : 'Freeze'}
    </ActButton>
  );
}

function SetClock({ control, clock, act, isBusy }: ActProps) {
  const [at, setAt] = useState('');
  const [rate, setRate] = useState('');
  return (
    <>
      <Part title="Set it to a time">
        <form
          class="set-form set-inline"
          onSubmit={onSubmit(
            () =>
              void act(
                () => control.change('POST', '/clock/set', { to: new Date(at).toISOString() }),
                // A local time that the change to summer time leaves out is moved.
                `The clock is set to ${exactWords(new Date(at).toISOString())}`,
              ),
          )}
        >
          <TextInput
            label="Time of this browser's zone"
            field="to"
            type="datetime-local"
            step={1}
            required
            value={at}
            onInput={setAt}
          />
          <ActButton type="submit" class="button" isOff={isBusy || at === ''}>
            Set the clock
          </ActButton>
        </form>
      </Part>
      <Part title="Let it run faster or slower">
        <form
          class="set-form set-inline"
          onSubmit={onSubmit(
            () =>
              void act(
                () => control.change<ClockState>('POST', '/clock/rate', { rate: Number(rate) }),
                (state) => `The clock ${runWords(state)}`,
              ),
          )}
        >
          <TextInput
            label="Clock seconds in a real second"
            field="rate"
            hint={`Now ${clock?.rate.toLocaleString() ?? '…'}`}
            type="number"
            min={0}
            max={1_000_000}
            step="any"
            required
            value={rate}
            onInput={setRate}
          />
          <ActButton type="submit" class="button" isOff={isBusy || rate === ''}>
            Set the rate
          </ActButton>
        </form>
      </Part>
    </>
  );
}
